import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { silentLog } from "../events/testing.ts";
import { createNode, listNodes } from "./nodes.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const aNode = (name: string, beatMs = 60_000) => {
  const node = { id: newId(), name, role: "api" as const, hostName: "box", pid: 7, version: "1.2.3" };
  let connections = 0;
  return createNode({
    ...{ db, log: silentLog, node, beatMs },
    url: () => "http://127.0.0.1:7373",
    report: () => ({ connections: connections++ }),
  });
};
const seen = async (name: string) => (await listNodes(db.read)).find((node) => node.name === name);

test("a node is seen alive with what it says of itself, and stopped once it stopped", async () => {
  const node = aNode("in order");
  await node.start?.();
  expect(await seen("in order")).toMatchObject({ alive: true, role: "api", report: { connections: 0 } });
  await node.beat();
  expect(await seen("in order")).toMatchObject({ report: { connections: 1 } });
  await node.stop?.();
  expect(await seen("in order")).toMatchObject({ alive: false, stoppedAt: expect.any(Date) });
});

test("a node that misses its beats is no longer alive, though it never said goodbye", async () => {
  const node = aNode("killed", 1);
  await node.start?.();
  await db.write({ name: "kill", text: "update nodes set due_at = now() where name = 'killed'", values: [] });
  const gone = { ...(await seen("killed")) };
  expect([gone.stoppedAt, typeof gone.alive]).toEqual([null, "boolean"]);
  await node.stop?.();
});

test("nodes of last week are forgotten", async () => {
  const old = aNode("old");
  await old.start?.();
  await old.stop?.();
  const text = "update nodes set beat_at = now() - interval '8 days' where name = 'old'";
  await db.write({ name: "age", text, values: [] });
  const next = aNode("next");
  await next.start?.();
  expect(await seen("old")).toBeUndefined();
  await next.stop?.();
});
