import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createAgentReader } from "./agent-reader.ts";
import { createRecordsReader, type RecordsReader } from "./records-reader.ts";

const minute = 60_000;
const start = Date.parse("2026-11-21T00:00:00.000Z");
const after = (minutes: number) => new Date(start + minutes * minute);
const host = { id: newId(), key: "k", name: "here", platform: "linux" };
const agentId = newId();
/** A day of a call every minute, each of half a minute. */
const calls = 24 * 60;

let db: TestDatabase;
let records: RecordsReader;

const aCall = (place: number) => ({
  ...({
    id: newId(),
    agent_id: agentId,
    actor: "agent",
    intent: "progress",
    rule: "r",
    text: "Bash",
  } as const),
  ...{ tool_name: "Bash", tool_failed: place === 700, tool_duration_ms: minute / 2 },
  ...{ identity: `n${place}`, at: after(place) },
});

const aWait = (place: number) => ({
  ...({ id: newId(), agent_id: agentId, kind: "permission", state: "answered", parts: "[]" } as const),
  ...{ text: `Wait ${place}`, at: after(place), closed_at: after(place + 0.5) },
});

beforeAll(async () => {
  db = await testDatabase();
  const evidence = JSON.stringify({ rule: "r", signal: "s", at: after(0).toISOString() });
  const words = { backend: "claude", session_id: "long", state: "idle", evidence, tracking: "{}" } as const;
  const seen = { state_since: after(0), started_at: after(0), last_seen_at: after(calls) };
  await db.transaction(async (tx) => {
    const times = { created_at: after(0), last_seen_at: after(0) };
    await tx
      .insertInto("projects_hosts")
      .values({ ...host, ...times })
      .execute();
    await tx
      .insertInto("agents")
      .values({ id: agentId, host_id: host.id, ...words, ...seen })
      .execute();
    await tx
      .insertInto("agents_turns")
      .values(Array.from({ length: calls }, (_, at) => aCall(at)))
      .execute();
    await tx
      .insertInto("agents_questions")
      .values(Array.from({ length: 320 }, (_, at) => aWait(at)))
      .execute();
  });
  records = createRecordsReader(db.read, createAgentReader(db.read));
});
afterAll(() => db.close());

/** An agent with a command that is done, and one that is open. */
async function anAgentAtWork() {
  const own = { agentId: newId(), done: newId(), open: newId() };
  const evidence = JSON.stringify({ rule: "r", signal: "s", at: after(0).toISOString() });
  const words = {
    backend: "claude",
    session_id: own.agentId,
    state: "processing",
    evidence,
    tracking: "{}",
  } as const;
  const seen = { state_since: after(10), started_at: after(0), last_seen_at: after(13) };
  await db.transaction(async (tx) => {
    await tx
      .insertInto("agents")
      .values({ id: own.agentId, host_id: host.id, ...words, ...seen })
      .execute();
    await tx
      .insertInto("agents_commands")
      .values([
        {
          id: own.done,
          agent_id: own.agentId,
          state: "complete",
          outcome: "done",
          started_at: after(0),
          completed_at: after(5),
        },
        { id: own.open, agent_id: own.agentId, state: "processing", started_at: after(10) },
      ])
      .execute();
  });
  return own;
}

test("a long day is told in few stretches that hold every call, and says that more waits were than are listed", async () => {
  const { tools, waits, more } = await records.timeline(agentId, {});
  expect(tools.length).toBeLessThanOrEqual(241);
  expect(tools.reduce((sum, stretch) => sum + stretch.calls, 0)).toBe(calls);
  expect(tools.reduce((sum, stretch) => sum + stretch.failed, 0)).toBe(1);
  expect([waits.length, waits.at(-1)?.text, more]).toEqual([300, "Wait 319", true]);
});

test("a closer look tells each call by itself, and what reaches into the window", async () => {
  const window = { from: after(100.25).toISOString(), to: after(104.1).toISOString() };
  const { tools, waits, more } = await records.timeline(agentId, window);
  expect(tools.map(({ calls: each, from, to }) => [each, from, to])).toEqual(
    [101, 102, 103, 104].map((at) => [1, after(at).toISOString(), after(at + 0.5).toISOString()]),
  );
  expect(waits.map(({ text }) => text)).toEqual([100, 101, 102, 103, 104].map((at) => `Wait ${at}`));
  expect(more).toBe(false);
});

test("a call of an open command that has no result goes on, and one that waits for a person does not", async () => {
  const own = await anAgentAtWork();
  const none = { tool_duration_ms: null, agent_id: own.agentId };
  const call = (place: number, over: object) => ({ ...aCall(place), ...none, ...over });
  const input = JSON.stringify({ command: "git push" });
  await db.transaction(async (tx) => {
    await tx
      .insertInto("agents_turns")
      .values([
        call(1, { command_id: own.done }),
        call(11, { command_id: own.open, tool_result: '"ok"' }),
        call(12, { command_id: own.open }),
        call(13, { command_id: own.open, tool_input: input }),
      ])
      .execute();
    await tx
      .insertInto("agents_questions")
      .values({ ...aWait(13), agent_id: own.agentId, state: "open", closed_at: null, input })
      .execute();
  });
  const spans = async (window: { from?: string; to?: string }) =>
    (await records.timeline(own.agentId, window)).tools.map(({ from, to }) => [from, to]);
  const at = (place: number) => after(place).toISOString();
  expect(await spans({ to: at(20) })).toEqual([
    [at(1), at(1)],
    [at(11), at(11)],
    [at(12), null],
    [at(13), at(13)],
  ]);
  // It goes on in a window that begins after it did.
  expect(await spans({ from: at(15), to: at(20) })).toEqual([[at(12), null]]);
});
