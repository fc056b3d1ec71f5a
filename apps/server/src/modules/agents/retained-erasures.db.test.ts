import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { daysBefore } from "../../platform/retention/retained.ts";
import { keepErasure } from "./intake/erasures.ts";
import { retainedErasures } from "./retained-erasures.ts";

const [longAgo, lately] = [daysBefore(new Date(), 366), daysBefore(new Date(), 364)];
const hostId = newId();

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  const host = { id: hostId, key: "k", name: "here", platform: "linux" };
  const times = { created_at: longAgo, last_seen_at: longAgo };
  await db.transaction((tx) =>
    tx
      .insertInto("projects_hosts")
      .values({ ...host, ...times })
      .execute(),
  );
});
afterAll(() => db.close());

const erased = async (at: Date) => {
  const sessionId = newId();
  await db.transaction((tx) => keepErasure(tx, { hostId, backend: "claude", sessionId, childId: null }, at));
  return sessionId;
};

/** The session is heard again, and its agent goes by and by. */
const wentOn = async (sessionId: string, lastSeenAt: Date) => {
  const id = newId();
  const evidence = JSON.stringify({ rule: "r", signal: "s", at: longAgo.toISOString() });
  const words = {
    backend: "claude",
    session_id: sessionId,
    state: "idle",
    evidence,
    tracking: "{}",
  } as const;
  const times = { state_since: longAgo, started_at: longAgo, last_seen_at: lastSeenAt };
  await db.transaction((tx) =>
    tx
      .insertInto("agents")
      .values({ id, host_id: hostId, ...words, ...times })
      .execute(),
  );
  return () => db.pool.query("delete from agents where id = $1", [id]);
};

const known = async () =>
  (await db.read.selectFrom("agents_erased").select("session_id").execute()).map(
    ({ session_id }) => session_id,
  );

test("that a session was erased is known as long as its transcript may be imported", async () => {
  const retained = retainedErasures(db, systemClock);
  const [old, young, heardLater] = [await erased(longAgo), await erased(lately), await erased(longAgo)];
  const removeAgent = await wentOn(heardLater, lately);
  expect(await retained.count()).toMatchObject({ count: 1 });
  expect(await retained.remove(10)).toBe(1);
  expect(await known()).toEqual(expect.arrayContaining([young, heardLater]));
  expect(await known()).not.toContain(old);
  await removeAgent();
  expect(await retained.remove(10)).toBe(0);
  expect(await known()).toContain(heardLater);
});
