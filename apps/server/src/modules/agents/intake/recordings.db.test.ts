import { type Expectation, recordings } from "@signalbox/testkit/recordings";
import { seeded } from "@signalbox/testkit/seeded";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Clock } from "../../../kernel/clock.ts";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventLog } from "../../../platform/events/event-log.ts";
import { createAgentReader } from "../reading/agent-reader.ts";
import { type Line, numbered, shuffled } from "../tracking/variants.testing.ts";
import { Places } from "./places.ts";
import { hear } from "./receive-hook.ts";
import { Registry } from "./registry.ts";
import { SignalWriter } from "./writer.ts";

let db: TestDatabase;
const hostId = newId();
const log = pino({ level: "silent" });

beforeAll(async () => {
  db = await testDatabase();
  const now = new Date();
  const host = { id: hostId, key: "k", name: "here", platform: "linux", created_at: now, last_seen_at: now };
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
});
afterAll(() => db.close());
beforeEach(() => db.pool.query("truncate agents, events cascade"));

/** A writer as after a start of the server. */
function aWriter(): SignalWriter {
  const here = () => ({ hostId, projectId: null, branch: null });
  const places = new Places({ placeOf: here, nowhere: here, log });
  return new SignalWriter({ db, events: createEventLog({ db, log }), registry: new Registry(), places, log });
}

/** Sends a recording through the door of the hooks; with `restartEvery`, the server forgets in between. */
async function play(lines: readonly Line[], restartEvery = Number.POSITIVE_INFINITY): Promise<void> {
  const start = Date.now();
  let writer = aWriter();
  for (const [index, { payload, atMs }] of lines.entries()) {
    if (index % restartEvery === restartEvery - 1) writer = aWriter();
    const clock: Clock = { now: () => new Date(start + atMs) };
    const body = Buffer.from(JSON.stringify(payload));
    await writer.write(hear({ backend: "claude", body, headers: {}, correlationId: "c" }, clock));
  }
}

const everything = { limit: 200, from: "oldest" } as const;

/** What the API shows, in the terms of the expectations that need no line numbers. */
async function shown(): Promise<unknown[]> {
  const reader = createAgentReader(db.read);
  const { items } = await reader.list({ limit: 200 });
  const sessions = items.filter(({ parentId }) => parentId === null).reverse();
  return Promise.all(
    sessions.map(async (agent) => {
      const turns = (await reader.turns(agent.id, everything)).items;
      const commands = (await reader.commands(agent.id, everything)).items;
      const questions = (await reader.questions(agent.id, everything)).items;
      const ofUser = turns.filter(({ actor }) => actor === "user");
      return {
        sessionId: agent.sessionId,
        ended: agent.endedAt !== null,
        endReason: agent.endReason,
        state: agent.state,
        userTurns: ofUser.length,
        systemTurns: turns.filter(({ actor }) => actor === "system").length,
        commands: commands.map(({ state, outcome, errorClass }) => [state, outcome, errorClass]),
        queued: ofUser.filter(({ commandId }) => commandId === null).length,
        questions: questions.map(({ kind, tool, state }) => [kind, tool, state]),
        children: items
          .filter(({ parentId }) => parentId === agent.id)
          .map(({ agentType, endedAt }) => [agentType, endedAt !== null]),
      };
    }),
  );
}

const wanted = ({ agents }: Expectation) =>
  agents.map((agent) => ({
    sessionId: agent.sessionId,
    ended: agent.ended,
    endReason: agent.endReason,
    state: agent.state,
    userTurns: agent.userTurns,
    systemTurns: agent.systemTurns,
    commands: agent.commands.map(({ state, outcome, errorClass }) => [state, outcome, errorClass ?? null]),
    queued: agent.queuedButNeverStarted.length,
    questions: agent.questions.map(({ kind, tool, resolution }) => [kind, tool, resolution]),
    children: agent.children.map(({ agentType, ended }) => [agentType, ended]),
  }));

describe.each(recordings())("the recording $name, stored and read again", ({ lines, expected }) => {
  const inOrder = numbered(lines);

  test("gives what is expected in order, with a restart after every fifth hook", async () => {
    await play(inOrder, 5);
    expect(await shown()).toEqual(wanted(expected));
  });

  test("gives the same when each hook comes twice", async () => {
    await play(inOrder.flatMap((line) => [line, line]));
    expect(await shown()).toEqual(wanted(expected));
  });

  test("gives the same when hooks between anchors are shuffled", async () => {
    await play(shuffled(inOrder, seeded(7)));
    expect(await shown()).toEqual(wanted(expected));
  });
});
