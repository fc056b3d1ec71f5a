import type { EventEnvelope } from "@signalbox/contract/event";
import { executionFinished } from "@signalbox/contract/execution-events";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { aTriggersModule } from "../triggers.testing.ts";
import { eventStarts } from "./event-starts.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const event = (more: Partial<EventEnvelope> = {}): EventEnvelope => ({
  ...{
    position: "1",
    id: newId(),
    type: executionFinished.type,
    at: new Date().toISOString(),
    actor: "system",
  },
  ...{ projectId: null, agentId: null, commandId: null, turnId: null, causationId: null, version: 1 },
  ...{ subject: { kind: "execution", id: newId() }, correlationId: newId() },
  data: { state: "failed", reason: "It broke" },
  ...more,
});

async function listening(more: object = {}) {
  const module = await aTriggersModule(db);
  const trigger = await module.trigger({
    kind: "event",
    types: ["execution.*"],
    values: { title: "data.reason" },
    ...more,
  });
  // Every trigger of the database hears what is told.
  onTestFinished(() => module.triggers.remove(trigger.id, { actor: "system", correlationId: "c" }));
  const start = eventStarts(module.options);
  /** What is committed with the event's place in the log. */
  const hear = async (told: EventEnvelope) => {
    const statements = await start(told);
    if (statements.length > 0) await db.batch(statements);
  };
  const firings = async () => (await module.triggers.firings(trigger.id, { limit: 50 })).items;
  return { ...module, hear, firings };
}

test("a bot begins once for an event of its types, with what its expressions find", async () => {
  const { hear, starts, firings } = await listening();
  const told = event();
  await hear(told);
  await hear(told);
  await hear(event({ type: "bot.created" }));
  expect([...starts.values()]).toMatchObject([
    { values: { title: "It broke" }, correlationId: told.correlationId },
  ]);
  expect(await firings()).toMatchObject([
    { outcome: "started", reason: "execution.finished" },
    { outcome: "started", reason: "execution.finished" },
  ]);
});

test("of events that are committed together no more begin than may within an hour", async () => {
  const { options, trigger, triggers, starts } = await aTriggersModule(db);
  const { id } = await trigger({ kind: "event", types: ["execution.*"], perHour: 2 });
  onTestFinished(() => triggers.remove(id, { actor: "system", correlationId: "c" }));
  const start = eventStarts(options);
  const statements = [];
  for (let number = 0; number < 6; number++) statements.push(...(await start(event())));
  expect([starts.size, statements.length]).toEqual([2, 3]);
});

test("a trigger that was made or removed meanwhile counts from the event on that tells of it", async () => {
  const { options, trigger, triggers, starts } = await aTriggersModule(db);
  const start = eventStarts(options);
  await start(event());
  const { id } = await trigger({ kind: "event", types: ["execution.*"] });
  await start(event({ type: "trigger.created" }));
  await start(event());
  expect(starts.size).toBe(1);
  await triggers.remove(id, { actor: "system", correlationId: "c" });
  await start(event({ type: "trigger.removed" }));
  await start(event());
  expect(starts.size).toBe(1);
});

test("a filter keeps events out, and nothing is noted of them", async () => {
  const { hear, starts, firings } = await listening({ filter: "data.state == 'succeeded'" });
  await hear(event());
  expect([starts.size, await firings()]).toEqual([0, []]);
  await hear(event({ data: { state: "succeeded", reason: null } }));
  expect(starts.size).toBe(1);
});

test("a cascade comes to its end, and too many within an hour are left, which is told once", async () => {
  const { hear, starts, firings, bot, at } = await listening({ perHour: 2 });
  bot.correlated = 5;
  await hear(event());
  expect(await firings()).toMatchObject([
    { outcome: "overflow", reason: expect.stringContaining("more than 5") },
  ]);
  bot.correlated = 0;
  at("2026-03-01T14:00:00Z");
  for (let number = 0; number < 6; number++) await hear(event());
  expect(starts.size).toBe(2);
  const outcomes = (await firings()).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(["overflow", "started", "started", "overflow"]);
  at("2026-03-01T15:01:00Z");
  await hear(event());
  expect(starts.size).toBe(3);
});

test("what would begin though a budget is spent is left, and says so", async () => {
  const { hear, starts, firings, bot } = await listening({});
  bot.isSpent = true;
  await hear(event());
  expect(starts.size).toBe(0);
  expect(await firings()).toMatchObject([
    { outcome: "overflow", executionId: null, reason: expect.stringContaining("The budget is spent") },
  ]);
});
