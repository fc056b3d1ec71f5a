import { orderGiven } from "@signalbox/contract/nodes";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { AppError } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../database/testing.ts";
import { createEventLog } from "../../events/event-log.ts";
import { newEvent } from "../../events/events.ts";
import { silentLog } from "../../events/testing.ts";
import { createNode } from "../nodes.ts";
import { NotHere } from "./order-errors.ts";
import { createOrders } from "./orders.ts";
import { seal } from "./sealing.ts";

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

interface Kind {
  /** Whether it takes what is ordered of it. */
  listens?: boolean;
  /** The kind of order that it knows, and how it reads what is wished and what is told. */
  name?: string;
  wish?: typeof Words;
  reply?: typeof Words;
  elapsedMs?: () => number;
}

/** A node of a machine. */
async function aNode(
  hostId: string,
  act: (words: string) => Promise<string>,
  { listens = true, name = "say", wish = Words, reply = Words, ...means }: Kind = {},
) {
  const id = newId();
  const events = createEventLog({ db, log: silentLog });
  const orders = createOrders({ db, clock, events, log: silentLog, nodeId: id, ...means });
  const said: string[] = [];
  const give = orders.define({
    ...{ name, wish, reply },
    carryOut: async ({ words }) => {
      said.push(words);
      return { words: await act(words) };
    },
  });
  const takesOrders = orders.takenAt(() => hostId);
  const heart = createNode({
    ...{ db, log: silentLog, beatMs: 60_000, url: () => null, report: () => ({}), takesOrders },
    node: { id, name: "node", role: "all", hostName: `box ${id}`, pid: 7, version: "1.2.3" },
  });
  const stopping = new AbortController();
  await events.start?.();
  await heart.start?.();
  const services = [...orders.services, ...orders.whileUp];
  const listen = async () => {
    for (const service of services) await service.start?.();
    for (const loop of orders.loops) void loop.run(stopping.signal);
  };
  const stop = async (these: typeof services) => {
    for (const service of these.toReversed()) await service.stop?.();
  };
  if (listens) await listen();
  onTestFinished(async () => {
    stopping.abort();
    await stop(services);
    await events.stop?.();
    await heart.stop?.();
  });
  const ordered = async (words: string) => give(await orders.nodesAt(hostId), { words }, about);
  /** Orders it so, and goes: nobody gives that up, nor tells of it. */
  const left = async (words: string, dueIn: string) => {
    const orderId = newId();
    const { sealingKey } = await takesOrders();
    const sealed = await seal(JSON.stringify({ words }), { key: sealingKey ?? "", about: orderId });
    await db.pool.query(
      `insert into nodes_orders (id, node_id, kind, state, sealed, due_at)
       values ($1, $2, 'say', 'given', $3, now() + $4::interval)`,
      [orderId, id, sealed, dueIn],
    );
    return orderId;
  };
  /** Tells it of an order. */
  const tell = (orderId: string) =>
    db.transaction(async (tx) => {
      const context = { at: clock.now(), ...about.by, subject: about.subject, agentId: null };
      events.append(tx, newEvent(orderGiven, context, { orderId, nodeId: id, kind: "say" }));
    });
  const stopTaking = () => stop(orders.whileUp);
  return { id, said, ordered, listen, left, tell, stopTaking, stop: () => stop(services) };
}

/** One that gives orders alone. */
const asking = (hostId: string, kind: Kind = {}) =>
  aNode(hostId, async () => "mine", { listens: false, ...kind });

const stateOf = async (id: string) =>
  (await db.pool.query("select state from nodes_orders where id = $1", [id])).rows[0]?.state;

const stored = async () =>
  (await db.pool.query("select state, sealed, outcome from nodes_orders order by at desc limit 1")).rows[0];

test("an order is carried out once by the node of the machine, which tells what became of it", async () => {
  const hostId = newId();
  const other = await aNode(hostId, async (words) => words.toUpperCase());
  const asked = await asking(hostId);
  expect(await asked.ordered("hello")).toEqual({ words: "HELLO" });
  expect([other.said, asked.said]).toEqual([["hello"], []]);
  expect(await stored()).toMatchObject({ state: "done", sealed: null });
});

test("what the other node refuses is refused as it would be there", async () => {
  const hostId = newId();
  await aNode(hostId, () => Promise.reject(new AppError("conflict", "words.said", "They were said")));
  const asked = await asking(hostId);
  await expect(asked.ordered("hello")).rejects.toMatchObject({ kind: "conflict", code: "words.said" });
});

test("the next node is asked where one does not have it, and where none does all say why", async () => {
  const hostId = newId();
  const second = await aNode(hostId, async (words) => {
    if (words === "nobody") throw new NotHere("not here either");
    return "second";
  });
  const first = await aNode(hostId, () => Promise.reject(new NotHere("not here")));
  const asked = await asking(hostId);
  expect(await asked.ordered("hello")).toEqual({ words: "second" });
  expect([first.said, second.said]).toEqual([["hello"], ["hello"]]);
  await expect(asked.ordered("nobody")).rejects.toMatchObject({
    code: "nodes.unreached",
    message: expect.stringMatching(/not here; .*not here either/),
  });
});

test("the next node is asked where one is of another version, or stood still with the order in its hand", async () => {
  const hostId = newId();
  const last = await aNode(hostId, async () => "last");
  let elapsedMs = 0;
  const still = await aNode(hostId, async () => "too late", {
    elapsedMs: () => (elapsedMs += 10_001),
  });
  const reads = await aNode(hostId, async () => "it can't", { wish: Words.extend({ mood: z.string() }) });
  await aNode(hostId, async () => "not that", { name: "sing" });
  const asked = await asking(hostId);
  expect(await asked.ordered("hello")).toEqual({ words: "last" });
  expect([last.said, still.said, reads.said]).toEqual([["hello"], [], []]);
});

test("a node that takes its time acts all the same", async () => {
  const hostId = newId();
  let elapsedMs = 0;
  await aNode(hostId, async () => "in time", { elapsedMs: () => (elapsedMs += 9_999) });
  expect(await (await asking(hostId)).ordered("hello")).toEqual({ words: "in time" });
});

test("what a node did and tells as another version does is not said to have failed", async () => {
  const hostId = newId();
  const other = await aNode(hostId, async () => "done");
  const asked = await asking(hostId, { reply: Words.extend({ mood: z.string() }) });
  await expect(asked.ordered("hello")).rejects.toMatchObject({
    code: "nodes.untold",
    message: expect.stringContaining("did it, and tells of it as another version does"),
  });
  expect(other.said).toEqual(["hello"]);
});

test("what a node does not take is given up, and not carried out once it listens", {
  timeout: 30_000,
}, async () => {
  const hostId = newId();
  const deaf = await aNode(hostId, async () => "too late", { listens: false });
  const asked = await asking(hostId);
  await expect(asked.ordered("hello")).rejects.toMatchObject({ code: "nodes.unreached" });
  expect(await stored()).toEqual({ state: "given_up", sealed: null, outcome: null });
  await deaf.listen();
  const after = await aNode(hostId, async () => "after");
  await until(
    async () => ((await asked.ordered("again")).words === "after" ? true : undefined),
    () => "it",
  );
  expect([deaf.said, after.said]).toEqual([[], ["again"]]);
});

test("what nobody gave up is not carried out behind its time, whoever tells of it", async () => {
  const hostId = newId();
  const node = await aNode(hostId, async () => "too late");
  const late = await node.left("late", "0 s");
  const early = await node.left("early", "1 minute");
  for (const id of [late, early]) await node.tell(id);
  await until(
    async () => ((await stateOf(early)) === "done" ? true : undefined),
    () => "it was not carried out",
  );
  expect([node.said, await stateOf(late)]).toEqual([["early"], "given"]);
});

test("what is found is found behind any number of orders whose time is over", async () => {
  const node = await aNode(newId(), async () => "found", { listens: false });
  await db.pool.query(
    `insert into nodes_orders (id, node_id, kind, state, sealed, due_at)
     select gen_random_uuid(), $1, 'say', 'given', 'sealed', now() from generate_series(1, 200)`,
    [node.id],
  );
  await node.left("early", "1 minute");
  await node.listen();
  await until(
    () => (node.said.length > 0 ? true : undefined),
    () => "it was not found",
  );
  expect(node.said).toEqual(["early"]);
});

test("of what a node took nobody knows what became once it went", async () => {
  const hostId = newId();
  const hanging = Promise.withResolvers<string>();
  const other = await aNode(hostId, () => hanging.promise);
  const asked = await asking(hostId);
  const ordered = asked.ordered("hello");
  await until(
    () => (other.said.length === 1 ? true : undefined),
    () => "it was not taken",
  );
  await db.pool.query("update nodes set due_at = now() where id = $1", [other.id]);
  await expect(ordered).rejects.toMatchObject({ code: "nodes.untold" });
  hanging.resolve("at last");
});

test("a server that stops waits for no other: what was not taken is given up, and of the rest it says that nobody knows", async () => {
  const hostId = newId();
  const deaf = await aNode(hostId, async () => "too late", { listens: false });
  const asked = await asking(hostId);
  const ordered = asked.ordered("hello");
  await until(
    async () => ((await stored())?.state === "given" ? true : undefined),
    () => "it was not given",
  );
  await asked.stop();
  const stops = { code: "nodes.unreached", message: "This server stops, and nothing was done" };
  await expect(ordered).rejects.toMatchObject(stops);
  expect(await stored()).toMatchObject({ state: "given_up" });
  await expect(asked.ordered("again")).rejects.toMatchObject(stops);

  await deaf.listen();
  const hanging = Promise.withResolvers<string>();
  const other = await aNode(hostId, () => hanging.promise);
  const next = await asking(hostId);
  const taken = next.ordered("hello");
  await until(
    () => (other.said.length === 1 ? true : undefined),
    () => "it was not taken",
  );
  await next.stop();
  await expect(taken).rejects.toMatchObject({
    code: "nodes.untold",
    message: expect.stringContaining("this server stops: whether it was done is not known"),
  });
  expect(deaf.said).toEqual([]);
  hanging.resolve("at last");
});

test("a node that stops takes no order any more, and writes down what became of those under way", async () => {
  const hostId = newId();
  const hanging = Promise.withResolvers<string>();
  const other = await aNode(hostId, () => hanging.promise);
  const asked = await asking(hostId);
  const ordered = asked.ordered("under way");
  await until(
    () => (other.said.length === 1 ? true : undefined),
    () => "it was not taken",
  );
  await other.stopTaking();
  const late = await other.left("late", "1 minute");
  await expect(asked.ordered("later")).rejects.toMatchObject({ code: "nodes.unreached" });
  hanging.resolve("done");
  await other.stop();
  expect(await ordered).toEqual({ words: "done" });
  expect([other.said, await stateOf(late)]).toEqual([["under way"], "given"]);
});
