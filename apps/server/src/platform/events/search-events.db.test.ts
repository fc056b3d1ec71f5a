import type { EventSearch } from "@signalbox/contract/events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { createEventHistory, type EventHistory } from "./event-history.ts";
import { aLog, aNote, textOf } from "./testing.ts";

let db: TestDatabase;
let log: Awaited<ReturnType<typeof aLog>>;
let history: EventHistory;
beforeAll(async () => {
  db = await testDatabase();
  log = await aLog(db);
  history = createEventHistory(db.read);
});
afterAll(async () => {
  await log.stop();
  await db.close();
});

const found = async (search: EventSearch, limit = 10) => {
  const { events } = await history.search({ search, order: "newest", beyond: undefined, limit });
  return events.map(textOf);
};

test("the newest come first, and a page goes on where the one before ended", async () => {
  await log.write(...["a", "b", "c", "d", "e"].map((text) => aNote(text)));
  const first = await history.search({ search: {}, order: "newest", beyond: undefined, limit: 2 });
  expect(first.events.map(textOf)).toEqual(["e", "d"]);
  const beyond = BigInt(first.events.at(-1)?.position ?? 0);
  const second = await history.search({ search: {}, order: "newest", beyond, limit: 2 });
  expect(second.events.map(textOf)).toEqual(["c", "b"]);
});

test("events are found by each thing they tell, and by several together", async () => {
  const [agentId, projectId, other, correlationId] = [newId(), newId(), newId(), newId()];
  await log.write(
    aNote("asked", { agentId, projectId, correlationId, actor: "agent" }, "question.asked"),
    aNote("opened", { agentId, projectId, actor: "sign_in:7" }, "command.opened"),
    aNote("elsewhere", { agentId: other, projectId, correlationId, actor: "agent" }, "question.closed"),
  );
  expect(await found({ agentId: [agentId] })).toEqual(["opened", "asked"]);
  expect(await found({ projectId: [projectId] })).toEqual(["elsewhere", "opened", "asked"]);
  expect(await found({ correlationId })).toEqual(["elsewhere", "asked"]);
  expect(await found({ type: ["question.*"], projectId: [projectId] })).toEqual(["elsewhere", "asked"]);
  expect(await found({ type: ["command.opened", "question.asked"], agentId: [agentId] })).toEqual([
    "opened",
    "asked",
  ]);
  expect(await found({ actor: "sign_in" })).toEqual(["opened"]);
  expect(await found({ actor: "sign_in:7", agentId: [agentId, other] })).toEqual(["opened"]);
  expect(await found({ text: correlationId.slice(3, 30).toUpperCase() })).toEqual(["elsewhere", "asked"]);
  expect(await found({ type: ["nobody_knows.*"] })).toEqual([]);
});

test("a time leads to the events that were written then", async () => {
  const correlationId = newId();
  const at = (minute: number) => new Date(Date.UTC(2100, 0, 1, 12, minute));
  for (const minute of [0, 1, 2, 3, 4])
    await log.write(aNote(`at ${minute}`, { correlationId, at: at(minute) }));
  const between = { since: at(1).toISOString(), until: at(3).toISOString() };
  expect(await found({ correlationId, ...between })).toEqual(["at 2", "at 1"]);
  expect(await found({ since: at(3).toISOString() })).toEqual(["at 4", "at 3"]);
  expect(await found({ until: at(0).toISOString(), correlationId })).toEqual([]);
});

test("what no index knows is looked for a window at a time, and the search goes on from there", async () => {
  const needle = newId();
  await log.write(aNote("needle", { actor: `api_key:${needle}` }));
  const hay = Array.from({ length: 25_000 }, () => aNote("hay"));
  for (let at = 0; at < hay.length; at += 5_000) await db.batch(log.statementsFor(hay.slice(at, at + 5_000)));
  const search = { actor: `api_key:${needle}` };
  const first = await history.search({ search, order: "newest", beyond: undefined, limit: 10 });
  expect(first.events).toEqual([]);
  const second = await history.search({ search, order: "newest", beyond: first.searchedTo ?? 0n, limit: 10 });
  expect([second.events.map(textOf), second.searchedTo]).toEqual([["needle"], null]);
});

test("an event that is not kept is told", async () => {
  await expect(history.get(2n ** 40n)).rejects.toMatchObject({ kind: "not_found", code: "events.not_found" });
});
