import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { countIn, hoursSince } from "./hours.repository.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.pool.query("truncate attention_hours, attention_counted"));

const hour = new Date("2026-11-21T13:00:00Z");
const count = (position: bigint, done = true) => countIn(db, { hour, done, position });

test("commands are counted by hour: all, and those that ended well", async () => {
  await count(1n);
  await count(2n, false);
  expect(await hoursSince(db.read, hour)).toEqual([{ hour, completed: 2, done: 1 }]);
});

test("an event that is delivered again counts once", async () => {
  await count(1n);
  await count(1n);
  expect(await hoursSince(db.read, hour)).toMatchObject([{ completed: 1 }]);
});

test("an event that was parked and is retried after later ones still counts", async () => {
  await count(7n);
  await count(5n);
  expect(await hoursSince(db.read, hour)).toMatchObject([{ completed: 2 }]);
});

test("positions long counted are forgotten", async () => {
  await count(1n);
  await count(2_000_000n);
  const kept = await db.read.selectFrom("attention_counted").select("position").execute();
  expect(kept).toEqual([{ position: "2000000" }]);
});
