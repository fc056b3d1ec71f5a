import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { countStatement, hoursSince } from "./hours.repository.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const hour = new Date("2026-11-21T13:00:00Z");

test("commands are counted by hour: all, and those that ended well", async () => {
  for (const done of [true, false]) await db.write(countStatement({ hour, done }));
  expect(await hoursSince(db.read, hour)).toEqual([{ hour, completed: 2, done: 1 }]);
});
