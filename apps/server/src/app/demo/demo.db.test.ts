import { listCommands } from "@signalbox/contract/agents";
import { getStatus, listAttention } from "@signalbox/contract/attention";
import { listProjects } from "@signalbox/contract/projects";
import { removeFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import type { RunningServer } from "../bring-up.ts";
import { startServer } from "../server.ts";
import { board, countStates, demoConfig, silent } from "./board.testing.ts";
import { createPlaybackClock } from "./playback-clock.ts";
import { createPlayer, usualBreathMs } from "./player.ts";
import { type RecordedHook, readRecordings } from "./recordings.ts";
import { hookSender } from "./send-hooks.ts";
import { startDemo } from "./start-demo.ts";

/** Several servers and hundreds of hooks, on a machine that has other tests to run. */
const timeout = 90_000;
const opening = { idle: 1, commanded: 1, processing: 3, awaiting_input: 5, complete: 4 };
const { past, live } = readRecordings();

async function demoFolder() {
  const config = await demoConfig();
  onTestFinished(() => removeFolder(config.home));
  return config;
}

function boardOf(server: RunningServer) {
  onTestFinished(server.stop);
  return board(server);
}

/** A board on which these hooks were played, and no others. */
async function boardAfter(hooks: readonly RecordedHook[]) {
  const config = await demoFolder();
  const opensAt = new Date(systemClock.now().getTime() - (hooks.at(-1)?.atMs ?? 0));
  const clock = createPlaybackClock(systemClock, opensAt);
  const server = await startServer(config, clock, silent);
  const made = boardOf(server);
  const send = await hookSender(config.home, server.url);
  await createPlayer({ recordings: { past: hooks, live: [] }, clock, opensAt, send, log: silent }).playPast();
  return made;
}

test("the board opens with every state and every kind of question", { timeout }, async () => {
  const { client, sessions } = await boardAfter(past);
  const agents = await sessions();
  expect(countStates(agents)).toEqual(opening);

  const failed = agents.find(({ errorClass }) => errorClass === "rate_limit");
  const { items: commands } = await client.call(listCommands, { params: { agentId: failed?.id ?? "" } });
  expect(commands.at(-1)).toMatchObject({ outcome: "failed", resetsAt: expect.any(String) });

  const { items: projects } = await client.call(listProjects);
  const names = ["atlas-docs", "fieldnotes-ios", "harbour-api", "homelab", "ledgerline", "parcel-router"];
  expect(projects.map(({ name }) => name)).toEqual(names);

  const { items } = await client.call(listAttention);
  expect(items.map(({ kind }) => kind)).toEqual(["permission", "options", "plan", "options", "text"]);
  const [push, choice, plan, choices] = items.map(({ question }) => question);
  expect(push?.text).toMatch(/git push --force/);
  expect(choice?.parts[0]?.options.map(({ description }) => description)).toEqual(
    Array(3).fill(expect.any(String)),
  );
  expect(plan?.plan).toMatch(/^# /);
  expect(choices?.parts[0]).toMatchObject({ several: true });
});

test("after each round the board stands as it opened, so that it can go on for ever", {
  timeout,
}, async () => {
  const roundMs = (live.at(-1)?.atMs ?? 0) + usualBreathMs;
  const again = live.map((hook) => ({ ...hook, atMs: hook.atMs + roundMs }));
  const { client, sessions } = await boardAfter([...past, ...live, ...again]);
  expect(countStates(await sessions())).toEqual(opening);
  expect(await client.call(getStatus)).toMatchObject({ demo: true, attention: 5, parkedSignals: 0 });
});

test("the board goes on while one watches", { timeout }, async () => {
  const { client } = boardOf(await startDemo(await demoFolder(), systemClock, silent));
  const { position, attention } = await client.call(getStatus);
  expect(attention).toBeGreaterThan(0);
  await until(
    async () => ((await client.call(getStatus)).position === position ? undefined : true),
    () => "something new on the board",
  );
});
