import { randomUUID } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Question } from "@signalbox/contract/agents";
import { Answer, type AnswerContent, Reach } from "@signalbox/contract/answers";
import { claudeHome } from "@signalbox/testkit/claude";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { until } from "@signalbox/testkit/until";
import { expect, onTestFinished } from "vitest";
import { z } from "zod";
import { clis, launchEnv } from "./launching-cli.ts";
import { signedIn } from "./signed-in.ts";

const Items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

const Settings = z.looseObject({ hooks: z.record(z.string(), z.unknown()) });

/** Hooks that ask and don't wait, as those of an older Signalbox: its terminal alone is asked. */
function withoutWaiting(settingsFile: string) {
  const { hooks, ...rest } = Settings.parse(JSON.parse(readFileSync(settingsFile, "utf8")));
  const asks = { ...hooks, PermissionRequest: hooks.PostToolUse };
  writeFileSync(settingsFile, JSON.stringify({ ...rest, hooks: asks }));
}

const Waits = z.array(z.object({ hooks: z.array(z.looseObject({ timeout: z.number() })) }));

/** Hooks that ask and are ended by their CLI after some seconds. */
function withPatience(settingsFile: string, timeout: number) {
  const { hooks, ...rest } = Settings.parse(JSON.parse(readFileSync(settingsFile, "utf8")));
  const asks = Waits.parse(hooks.PermissionRequest).map((entry) => ({
    ...entry,
    hooks: entry.hooks.map((hook) => ({ ...hook, timeout })),
  }));
  writeFileSync(settingsFile, JSON.stringify({ ...rest, hooks: { ...hooks, PermissionRequest: asks } }));
}

interface Keyed {
  /** Whether the hook that asks waits for the answer. */
  waits?: boolean;
  /** How many seconds its CLI lets it wait. */
  patience?: number;
  args?: readonly string[];
  /** Whether the server can start it, too. */
  starts?: boolean;
  /** Of the server, besides. */
  env?: Readonly<Record<string, string>>;
}

/** A person's claude in a pane of tmux that the server watches, and a browser that is signed in. */
export async function keyedClaude({
  waits = false,
  patience,
  args = [],
  starts = false,
  env = {},
}: Keyed = {}) {
  const stub = await startModelStub();
  const claude = claudeHome(stub.url);
  const started = starts ? launchEnv(clis.claude, claude) : {};
  const options = {
    userHome: claude.home,
    env: { ...started, ...env, SIGNALBOX_TMUX_SOCKETS: claude.tmuxSocket },
  };
  let server: RunningServer = await runServer(options);
  expect((await server.fetch("/api/hooks/claude", { method: "POST" })).status).toBe(200);
  if (!waits) withoutWaiting(claude.settingsFile);
  if (patience !== undefined) withPatience(claude.settingsFile, patience);
  let browser = await signedIn(server);
  const terminal = await claude.open(...args);
  onTestFinished(async () => {
    await terminal.close();
    await server.stop();
    await stub.stop();
    claude.remove();
  });
  const items = async (path: string) => Items.parse(await (await server.fetch(path)).json()).items;
  const agent = async () => (await items("/api/agents"))[0] ?? {};
  const agentId = async () => String((await agent()).id);
  const questions = async () =>
    z.array(Question).parse(await items(`/api/agents/${await agentId()}/questions?limit=200`));
  const reach = async () =>
    Reach.parse(await (await server.fetch(`/api/agents/${await agentId()}/reach`)).json());
  const told = async () =>
    JSON.stringify([await questions(), await reach()], null, 1) + (await terminal.screen());
  /** The question that waits, once it can be answered this way. */
  const asked = (way: "keys" | "held_hook" = "keys") =>
    until(async () => {
      const open = (await questions()).find(({ state }) => state === "open");
      return open !== undefined && (await reach()).question?.way?.way === way ? open : undefined;
    }, told);
  const state = (wanted: string) =>
    until(async () => ((await agent()).state === wanted ? true : undefined), told);
  const answer = ({ id, version }: Question, content: AnswerContent, key: string = randomUUID()) =>
    browser(`/api/questions/${id}/answers`, { method: "POST", body: { version, content, key } });
  const answered = async (question: Question, content: AnswerContent) => {
    const reply = await answer(question, content);
    if (reply.status !== 200) expect(await reply.json(), await told()).toBeNull();
    return Answer.parse(await reply.json());
  };
  const file = (name: string) => join(claude.workspace, name);
  /** What its own transcripts tell. */
  const transcript = () =>
    globSync(join(claude.home, ".claude/projects/*/*.jsonl"))
      .map((path) => readFileSync(path, "utf8"))
      .join("");
  const made = (name: string) => until(() => existsSync(file(name)) || undefined, told);
  const kill = () => server.kill9();
  /** Its time stands still, until it goes on. */
  const signal = (name: "SIGSTOP" | "SIGCONT") => process.kill(server.pid, name);
  /** The server as after a power cut. */
  const cut = async () => {
    await kill();
    server = await runServer({ ...options, stateFolder: server.stateFolder });
    browser = await signedIn(server);
  };
  const asking = { questions, reach, asked, answer, answered, state, told };
  const ask = (path: string, init?: Parameters<typeof browser>[1]) => browser(path, init);
  return {
    claude,
    stub,
    terminal,
    file,
    made,
    transcript,
    items,
    agent,
    agentId,
    kill,
    signal,
    cut,
    ask,
    ...asking,
  };
}
