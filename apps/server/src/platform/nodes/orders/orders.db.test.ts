import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { AppError } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../database/testing.ts";
import { createEventLog } from "../../events/event-log.ts";
import { silentLog } from "../../events/testing.ts";
import { createNode } from "../nodes.ts";
import { NotHere } from "./order-errors.ts";
import { createOrders } from "./orders.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const Words = z.object({ words: z.string() });
const clock = { now: () => new Date() };
const about = {
  ...{ subject: { kind: "agent", id: newId() }, agentId: null },
  by: { actor: "system", correlationId: newId() },
};

/** A node of a machine; `listens`: whether it takes what is ordered of it. */
async function aNode(
  hostId: string,
  act: (words: string) => Promise<string>,
  { listens = true }: { listens?: boolean } = {},
) {
  const id = newId();
  const events = createEventLog({ db, log: silentLog });
  const orders = createOrders({ db, clock, events, log: silentLog, nodeId: id });
  const said: string[] = [];
  const give = orders.define({
    ...{ name: "say", wish: Words, reply: Words },
    carryOut: async ({ words }) => {
      said.push(words);
      return { words: await act(words) };
    },
  });
  const heart = createNode({
    ...{ db, log: silentLog, beatMs: 60_000, url: () => null, report: () => ({}) },
    node: { id, name: "node", role: "all", hostName: `box ${id}`, pid: 7, version: "1.2.3" },
    takesOrders: orders.takenAt(() => hostId),
  });
  const stopping = new AbortController();
  await events.start?.();
  await heart.start?.();
  const listen = async () => {
    for (const service of orders.services) await service.start?.();
    for (const loop of orders.loops) void loop.run(stopping.signal);
  };
  if (listens) await listen();
  onTestFinished(async () => {
    stopping.abort();
    if (listens) for (const service of orders.services) await service.stop?.();
    await events.stop?.();
    await heart.stop?.();
  });
  const ordered = async (words: string) => give(await orders.nodesAt(hostId), { words }, about);
  return { id, said, ordered, listen };
}

const stored = async () =>
  (await db.pool.query("select state, sealed, outcome from nodes_orders order by at desc limit 1")).rows[0];

test("an order is carried out once by the node of the machine, which tells what became of it", async () => {
  const hostId = newId();
  const other = await aNode(hostId, async (words) => words.toUpperCase());
  const asked = await aNode(hostId, async () => "mine", { listens: false });
  expect(await asked.ordered("hello")).toEqual({ words: "HELLO" });
  expect([other.said, asked.said]).toEqual([["hello"], []]);
  expect(await stored()).toMatchObject({ state: "done", sealed: null });
});

test("what the other node refuses is refused as it would be there", async () => {
  const hostId = newId();
  await aNode(hostId, () => Promise.reject(new AppError("conflict", "words.said", "They were said")));
  const asked = await aNode(hostId, async () => "mine", { listens: false });
  await expect(asked.ordered("hello")).rejects.toMatchObject({ kind: "conflict", code: "words.said" });
});

test("the next node is asked where one does not have it, and where none does all say why", async () => {
  const hostId = newId();
  const second = await aNode(hostId, async (words) => {
    if (words === "nobody") throw new NotHere("not here either");
    return "second";
  });
  const first = await aNode(hostId, () => Promise.reject(new NotHere("not here")));
  const asked = await aNode(hostId, async () => "mine", { listens: false });
  expect(await asked.ordered("hello")).toEqual({ words: "second" });
  expect([first.said, second.said]).toEqual([["hello"], ["hello"]]);
  await expect(asked.ordered("nobody")).rejects.toMatchObject({
    code: "nodes.unreached",
    message: expect.stringMatching(/not here; .*not here either/),
  });
});

test("what a node does not take is given up, and not carried out once it listens", {
  timeout: 30_000,
}, async () => {
  const hostId = newId();
  const deaf = await aNode(hostId, async () => "too late", { listens: false });
  const asked = await aNode(hostId, async () => "mine", { listens: false });
  await expect(asked.ordered("hello")).rejects.toMatchObject({ code: "nodes.unreached" });
  expect(await stored()).toEqual({ state: "given_up", sealed: null, outcome: null });
  // What nobody gave up, as its giver went, is behind its time all the same.
  await db.pool.query(
    `insert into nodes_orders (id, node_id, kind, state, sealed, due_at) values ($1, $2, 'say', 'given', 'sealed', now())`,
    [newId(), deaf.id],
  );
  await deaf.listen();
  const after = await aNode(hostId, async () => "after");
  await until(
    async () => ((await asked.ordered("again")).words === "after" ? true : undefined),
    () => "it",
  );
  expect([deaf.said, after.said]).toEqual([[], ["again"]]);
});

test("of what a node took nobody knows what became once it went", async () => {
  const hostId = newId();
  const hanging = Promise.withResolvers<string>();
  const other = await aNode(hostId, () => hanging.promise);
  const asked = await aNode(hostId, async () => "mine", { listens: false });
  const ordered = asked.ordered("hello");
  await until(
    () => (other.said.length === 1 ? true : undefined),
    () => "it was not taken",
  );
  await db.pool.query("update nodes set due_at = now() where id = $1", [other.id]);
  await expect(ordered).rejects.toMatchObject({ code: "nodes.untold" });
  hanging.resolve("at last");
});
