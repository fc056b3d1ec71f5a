import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { retainedRows } from "./retained.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query("create table things (id int primary key, ended_at timestamptz)");
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.pool.query("truncate things");
  await db.pool.query("insert into things select n, '2020-01-01' from generate_series(1, 5) n");
});

const things = () =>
  retainedRows(db, {
    name: "things",
    rule: "Kept until they ended",
    expired: () => sql`select id as key from things where ended_at < now() order by ended_at, id`,
    remove: (keys) => sql`delete from things where id in ${keys}`,
  });

const left = async () => {
  const { rows } = await sql<{ id: number }>`select id from things order by id`.execute(db.read);
  return rows.map(({ id }) => id);
};

test("removes so many at most, the oldest first", async () => {
  expect(await things().remove(2)).toBe(2);
  expect(await left()).toEqual([3, 4, 5]);
});

test("what is in use again by the time that it would go stays", async () => {
  const user = await db.pool.connect();
  await user.query("begin");
  await user.query("update things set ended_at = null where id = 2");
  const removed = things().remove(10);
  // The embedded engine lets nobody in before the commit.
  if (db.url !== undefined) await Promise.race([removed, untilSomebodyWaits()]);
  await user.query("commit");
  user.release();
  expect(await removed).toBe(4);
  expect(await left()).toEqual([2]);
});

async function untilSomebodyWaits(): Promise<void> {
  const waiting = `select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await db.pool.query(waiting)).rowCount).toBe(1);
}
