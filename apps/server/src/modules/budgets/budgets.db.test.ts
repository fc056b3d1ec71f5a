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

test("a person's budget counts what was started for that person, and refuses that person alone", async () => {
  const { make, ran, start, used, aPerson } = await aWorld(db);
  const [ada, bob] = [await aPerson(), await aPerson()];
  await make({ scope: { kind: "user", userId: ada }, period: "day", limits: { tokens: 100 } });
  await ran({ tokens: 500, userId: bob });
  await ran({ tokens: 500 });
  await ran({ tokens: 99, userId: ada });
  expect(await used()).toMatchObject({ tokens: 99, executions: 1 });
  await start("below", ada);
  await ran({ tokens: 1, userId: ada });
  await expect(start("over", ada)).rejects.toMatchObject({
    ...spent,
    message: expect.stringContaining("The person's budget for the day is spent: 100 of 100 tokens"),
  });
  await start("another's", bob);
  await start("nobody's");
});

test("of many starts of a person at once no more pass than the person's budget lets", async () => {
  const { make, start, aPerson } = await aWorld(db);
  const [ada, bob] = [await aPerson(), await aPerson()];
  await make({ scope: { kind: "user", userId: ada }, period: "day", limits: { executions: 2 } });
  const starts = Array.from({ length: 8 }, (_, n) => start(`many-${n}`, n === 0 ? bob : ada));
  const results = await Promise.allSettled(starts);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
});

test("what waits of a person is held, and what runs ends, once the person's budget is spent", async () => {
  const { make, ran, holds, look, endsFor, aPerson } = await aWorld(db);
  const ada = await aPerson();
  await make({ scope: { kind: "user", userId: ada }, period: "day", limits: { tokens: 100 } });
  const hers = await ran({ tokens: 100, userId: ada, goesOn: true });
  const another = await ran({ tokens: 100, goesOn: true });
  expect(await holds()).toMatchObject([{ scope: { userId: ada }, sparesBegun: false }]);
  await look();
  expect(await endsFor(hers)).toContain("The person's budget for the day is spent");
  expect(await endsFor(another)).toBeNull();
});

test("an account's budget counts what attempts with it took, also of those that run", async () => {
  const { make, ran, attempted, used, at, anAccount } = await aWorld(db);
  const [mine, other] = [await anAccount(), await anAccount()];
  at("2026-11-29T23:00:00Z");
  const id = await ran({ accountId: mine, tokens: 7, costMicros: 7, minutes: 3 });
  at("2026-11-30T00:00:00Z");
  await make({ scope: { kind: "account", accountId: mine }, period: "day", limits: { tokens: 100 } });
  await attempted(id, { accountId: mine, tokens: 20, costMicros: 300, minutes: 4 });
  await attempted(id, { accountId: mine, tokens: 1 });
  await attempted(id, { accountId: other, tokens: 50 });
  await ran({ accountId: mine, tokens: 5, costMicros: 1, goesOn: true });
  at("2026-11-30T00:10:00Z");
  expect(await used()).toEqual({ tokens: 26, costMicros: 301, minutes: 14, executions: 2 });
});

test("a spent account is not to be used until its budget begins anew; nothing is refused or held for it", async () => {
  const { make, ran, start, holds, spentAccounts, at, anAccount } = await aWorld(db);
  const accountId = await anAccount();
  await make({ scope: { kind: "account", accountId }, period: "week", limits: { tokens: 100 } });
  await make({ scope: { kind: "account", accountId }, period: "day", limits: { executions: 1 } });
  await ran({ accountId, tokens: 100 });
  const [of, from] = [{ accountId }, new Date("2026-11-30T00:00:00Z")];
  expect(await spentAccounts()).toMatchObject([
    { ...of, from, until: new Date("2026-12-07T00:00:00Z"), sparesBegun: false },
    { ...of, from, until: new Date("2026-12-01T00:00:00Z"), sparesBegun: true },
  ]);
  expect(await holds()).toEqual([]);
  await start();
  at("2026-12-07T00:00:00Z");
  expect(await spentAccounts()).toEqual([]);
});

test("what runs with an account ends once its budget is spent, by the attempts that began in the period", async () => {
  const { make, ran, look, endsFor, at, anAccount } = await aWorld(db);
  const [mine, other] = [await anAccount(), await anAccount()];
  await make({ scope: { kind: "account", accountId: mine }, period: "day", limits: { tokens: 100 } });
  at("2026-11-29T12:00:00Z");
  const before = await ran({ accountId: mine, tokens: 99, goesOn: true });
  at("2026-11-30T12:00:00Z");
  const running = await ran({ accountId: mine, tokens: 100, goesOn: true });
  const others = await ran({ accountId: other, tokens: 1_000, goesOn: true });
  await look();
  expect(await endsFor(running)).toBe("The account's budget for the day is spent: 100 of 100 tokens");
  expect([await endsFor(before), await endsFor(others)]).toEqual([null, null]);
});

test("a budget tells what its period comes to, once three full days are known, and so does the month of all", async () => {
  const { make, ran, forecast, month, at } = await aWorld(db);
  await make({ ...ofAll, limits: { tokens: 100 } });
  at("2026-12-01T23:00:00Z");
  await ran({ tokens: 1_000 });
  for (const day of ["02", "03", "04"]) {
    at(`2026-12-${day}T09:00:00Z`);
    expect(await forecast()).toBeNull();
    await ran({ tokens: 120 });
  }
  at("2026-12-05T12:00:00Z");
  await ran({ tokens: 40 });
  expect(await forecast()).toMatchObject({
    comesTo: { tokens: 100 },
    limitMet: null,
  });
  expect(await month()).toMatchObject({
    used: { tokens: 1_400 },
    forecast: { comesTo: { tokens: 1_400 + 120 * 26.5 } },
  });
  await ran({ tokens: 30 });
  expect((await forecast())?.limitMet).toEqual({ of: "tokens", at: "2026-12-05T18:00:00.000Z" });
});
