import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { afterCommit, beforeCommit } from "./database.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const host = (key: string) => ({
  id: newId(),
  key,
  name: key,
  platform: "linux",
  created_at: new Date(),
  last_seen_at: new Date(),
});
const hostsNamed = (name: string) =>
  db.read.selectFrom("projects_hosts").selectAll().where("name", "=", name).execute();

test("what a transaction wrote is read after it, its steps ran around the commit", async () => {
  const ran: string[] = [];
  await db.transaction(async (tx) => {
    afterCommit(tx, () => ran.push("after"));
    beforeCommit(tx, async () => void ran.push("before"));
    await tx.insertInto("projects_hosts").values(host("committed")).execute();
    ran.push("work");
  });
  expect(ran).toEqual(["work", "before", "after"]);
  expect(await hostsNamed("committed")).toHaveLength(1);
});

test("a transaction that throws leaves nothing, and its own error is the one thrown", async () => {
  const failing = db.transaction(async (tx) => {
    await tx.insertInto("projects_hosts").values(host("rolled back")).execute();
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  expect(await hostsNamed("rolled back")).toEqual([]);
});

test("the outer handle inside a transaction fails at once", async () => {
  const reading = db.transaction(() => hostsNamed("any"));
  await expect(reading).rejects.toMatchObject({ code: "database.outer_handle_in_transaction" });
});
