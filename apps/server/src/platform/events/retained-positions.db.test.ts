import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { createNode } from "../nodes/nodes.ts";
import { retainedPositions } from "./retained-positions.ts";
import { silentLog } from "./testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const aNodeWith = async (reaction: string) => {
  const heart = createNode({
    ...{ db, log: silentLog, beatMs: 60_000 },
    node: { id: newId(), name: "older", role: "worker", hostName: "box", pid: 7, version: "0.9.0" },
    url: () => null,
    report: () => ({ loops: [{ name: "relay" }, { name: `reaction ${reaction}` }] }),
  });
  await heart.start?.();
  return heart;
};

test("the place of a reaction that no node of the last week has is forgotten, and no other", async () => {
  const older = await aNodeWith("of.an.older.node");
  await db.pool.query(`
    insert into events_reactions (name, position, updated_at) values
      ('ours', 7, now() - interval '30 days'),
      ('of.an.older.node', 7, now() - interval '30 days'),
      ('just.moved', 7, now() - interval '1 day'),
      ('gone', 7, now() - interval '8 days')`);
  const places = retainedPositions(db, ["ours"]);
  expect(await places.count()).toEqual({ count: 1, bytes: null });
  expect(await places.remove(500)).toBe(1);
  const left = async () =>
    (await db.read.selectFrom("events_reactions").select("name").orderBy("name").execute()).map(
      ({ name }) => name,
    );
  expect(await left()).toEqual(["just.moved", "of.an.older.node", "ours"]);
  await older.stop?.();
  expect(await places.remove(500)).toBe(0);
  await db.pool.query("update nodes set beat_at = now() - interval '8 days'");
  expect(await places.remove(500)).toBe(1);
  expect(await left()).toEqual(["just.moved", "ours"]);
});
