import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { aTriggersModule } from "../triggers.testing.ts";
import { tick } from "./tick.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const by = { actor: "system", correlationId: "c" };

test("a time begins once, though two nodes look at the clock at the same moment", async () => {
  const { trigger, triggers, starts, options, at } = await aTriggersModule(db);
  const { id, nextAt } = await trigger({ kind: "schedule", cron: "0 * * * *", values: { title: "Hourly" } });
  expect(nextAt).toBe("2026-03-01T13:00:00.000Z");
  expect(await tick(options)).toBe(0);
  at("2026-03-01T13:00:00.500Z");
  await Promise.all([tick(options), tick(options)]);
  expect(starts.size).toBe(1);
  expect([...starts.values()]).toMatchObject([{ values: { title: "Hourly" }, target: null }]);
  const { items } = await triggers.firings(id, { limit: 10 });
  expect(items).toMatchObject([{ outcome: "started", reason: "The schedule, 2026-03-01T13:00:00.000Z" }]);
  expect((await triggers.list({ limit: 10, botId: items[0]?.bot.id })).items[0]?.nextAt).toBe(
    "2026-03-01T14:00:00.000Z",
  );
  await triggers.remove(id, by);
});

test("one that is switched off is never due, and goes on from now when it is switched on", async () => {
  const { trigger, triggers, starts, options, at } = await aTriggersModule(db);
  const { id, content } = await trigger({ kind: "schedule", cron: "0 * * * *" });
  expect(await triggers.change(id, { content, enabled: false }, by)).toMatchObject({ nextAt: null });
  at("2026-03-01T15:30:00Z");
  expect(await tick(options)).toBe(0);
  expect(await triggers.change(id, { content, enabled: true }, by)).toMatchObject({
    nextAt: "2026-03-01T16:00:00.000Z",
  });
  expect(starts.size).toBe(0);
  await triggers.remove(id, by);
});

test("a bot that can't be started keeps no other schedule waiting", async () => {
  const { trigger, triggers, bot, options, at } = await aTriggersModule(db);
  const { id } = await trigger({ kind: "schedule", cron: "0 * * * *" });
  bot.breaks = true;
  at("2026-03-01T13:00:00.500Z");
  expect(await tick(options)).toBe(1);
  expect((await triggers.firings(id, { limit: 10 })).items).toMatchObject([
    { outcome: "refused", reason: "The schedule, 2026-03-01T13:00:00.000Z: a bug" },
  ]);
  expect(await tick(options)).toBe(0);
  await triggers.remove(id, by);
});

test("what was missed is told with what begins", async () => {
  const { trigger, triggers, options, at } = await aTriggersModule(db);
  const { id } = await trigger({ kind: "schedule", cron: "0 * * * *", missed: "once" });
  at("2026-03-01T16:30:00Z");
  await tick(options);
  expect((await triggers.firings(id, { limit: 10 })).items).toMatchObject([
    { reason: "The schedule, 2026-03-01T16:00:00.000Z; 3 times before it were missed" },
  ]);
  await triggers.remove(id, by);
});
