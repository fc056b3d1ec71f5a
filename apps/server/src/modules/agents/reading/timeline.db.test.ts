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
