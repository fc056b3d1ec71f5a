import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { aWorld } from "./budgets.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const ofAll = { scope: { kind: "instance" }, period: "day" } as const;
const spent = { code: "executions.budget_spent", kind: "conflict" };

test("what executions took counts in the period in which they began, and in no other", async () => {
  const { make, ran, used, at } = await aWorld(db);
  at("2026-11-29T23:59:59Z");
  await ran({ costMicros: 7, tokens: 7, minutes: 600 });
  at("2026-11-30T00:00:00Z");
  await make({ ...ofAll, limits: { costMicros: 100 } });
  await ran({ costMicros: 30, tokens: 2, minutes: 5 });
  await ran({ tokens: 1, goesOn: true });
  at("2026-11-30T00:10:00Z");
  expect(await used()).toEqual({ costMicros: 30, tokens: 3, executions: 2, minutes: 15 });
});

test("nothing begins on a budget that is spent, which says which and until when; a day later it is free", async () => {
  const { make, ran, start, at } = await aWorld(db);
  await make({ ...ofAll, limits: { costMicros: 1_000_000 } });
  await ran({ costMicros: 999_999 });
  await start();
  await ran({ costMicros: 1 });
  await expect(start()).rejects.toMatchObject({
    ...spent,
    message:
      "The budget of all bots for the day is spent: $1.00 of $1.00; it begins anew at 2026-12-01 00:00 UTC",
  });
  at("2026-12-01T00:00:00Z");
  expect(await start()).toMatchObject({ state: "queued" });
});

test("of budgets that overlap each must have room, and one of another bot is none of its matter", async () => {
  const { make, remove, ran, start, bot } = await aWorld(db);
  const other = (await aWorldsBot()).id;
  await make({ scope: { kind: "bot", botId: other }, period: "day", limits: { executions: 1 } });
  await make({ ...ofAll, limits: { tokens: 1_000 } });
  const own = await make({ scope: { kind: "bot", botId: bot.id }, period: "week", limits: { tokens: 10 } });
  await ran({ tokens: 10 });
  await expect(start()).rejects.toMatchObject({
    ...spent,
    message: expect.stringContaining("The bot's budget for the week"),
  });
  await remove(own.id);
  expect(await start()).toMatchObject({ state: "queued" });
});

/** Another bot, of which nothing runs. */
async function aWorldsBot() {
  const { rows } = await db.pool.query(
    "insert into bots (id, name, version, content, enabled, created_at, updated_at) values (gen_random_uuid(), 'B', 1, '{}', true, now(), now()) returning id",
  );
  return { id: String(rows[0]?.id) };
}

test("of many starts at once no more pass than the budget lets", async () => {
  const { make, start } = await aWorld(db);
  await make({ ...ofAll, limits: { executions: 1 } });
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => start()));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject(spent);
});

test("the same start again is the same execution, also where the budget is spent by then", async () => {
  const { make, start } = await aWorld(db);
  await make({ ...ofAll, limits: { executions: 1 } });
  const { id } = await start("a-key");
  expect((await start("a-key")).id).toBe(id);
});

test("what waits is held once the budget is spent meanwhile; that it waits itself holds nothing", async () => {
  const { make, start, ran, holds, at } = await aWorld(db);
  await make({ ...ofAll, limits: { executions: 1 } });
  await start();
  expect(await holds()).toEqual([]);
  await ran();
  expect(await holds()).toEqual([
    { scope: {}, sparesBegun: true, reason: expect.stringContaining("is spent: 1 of 1 executions") },
  ]);
  at("2026-12-01T00:00:00Z");
  expect(await holds()).toEqual([]);
});

test("what runs on a budget ends once that is spent, whichever of them spent it", async () => {
  const { make, ran, look, endsFor } = await aWorld(db);
  await make({ ...ofAll, limits: { tokens: 100 } });
  const first = await ran({ tokens: 50, goesOn: true });
  await look();
  expect(await endsFor(first)).toBeNull();
  const second = await ran({ tokens: 50, goesOn: true });
  await look();
  const why = "The budget of all bots for the day is spent: 100 of 100 tokens";
  expect([await endsFor(first), await endsFor(second)]).toEqual([why, why]);
});

test("one that began before midnight is held to the day in which it began", async () => {
  const { make, ran, look, endsFor, at } = await aWorld(db);
  await make({ ...ofAll, limits: { minutes: 60 } });
  at("2026-11-30T23:30:00Z");
  const id = await ran({ goesOn: true });
  at("2026-12-01T00:29:00Z");
  await look();
  expect(await endsFor(id)).toBeNull();
  at("2026-12-01T00:30:00Z");
  await look();
  expect(await endsFor(id)).toContain("60 of 60 minutes");
});

test("a budget that is nearly spent, and one that is, are told once in each period", async () => {
  const { make, change, ran, look, told, at } = await aWorld(db);
  const { id } = await make({ ...ofAll, limits: { tokens: 100 } });
  await ran({ tokens: 80 });
  await look();
  await look();
  await ran({ tokens: 40 });
  await look();
  await look();
  expect(told()).toEqual([
    ["budget.warned", 80],
    ["budget.exceeded", 120],
  ]);
  at("2026-12-01T09:00:00Z");
  await ran({ tokens: 90 });
  await look();
  expect(told().slice(2)).toEqual([["budget.warned", 90]]);
  await change(id, { ...ofAll, limits: { tokens: 90 } });
  await look();
  expect(told().slice(3)).toEqual([["budget.exceeded", 100]]);
});

test("one that stands still for days shields none of those that began since", async () => {
  const { make, ran, look, endsFor, at } = await aWorld(db);
  await make({ ...ofAll, limits: { minutes: 60 } });
  at("2026-11-27T12:00:00Z");
  const paused = await ran({ goesOn: true });
  await db.pool.query("update executions set state = 'paused', paused_at = $2 where id = $1", [
    paused,
    "2026-11-27T12:05:00Z",
  ]);
  at("2026-11-29T23:30:00Z");
  const id = await ran({ goesOn: true });
  at("2026-11-30T00:31:00Z");
  await look();
  expect(await endsFor(paused)).toBeNull();
  expect(await endsFor(id)).toContain("is spent");
});

test("one that waits for another attempt is counted once", async () => {
  const { make, ran, start, bot } = await aWorld(db);
  await make({ scope: { kind: "bot", botId: bot.id }, period: "day", limits: { executions: 2 } });
  await db.pool.query(
    "update executions set state = 'queued', attempt = 1, waits_since = started_at, waits_until = started_at where id = $1",
    [await ran({ goesOn: true })],
  );
  await start();
});
