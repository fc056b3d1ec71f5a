import { setTimeout as pause } from "node:timers/promises";
import { orderGiven } from "@signalbox/contract/nodes";
import type { Service } from "../../../kernel/module.ts";
import { followTypes } from "../../events/follow-types.ts";
import type { Loop } from "../loops.ts";
import type { OrdersOptions } from "./options.ts";
import { NotHere } from "./order-errors.ts";
import { findGiven, forgetOldOrders, settleOrder, takeOrder } from "./orders.repository.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { Sealing } from "./sealing.ts";

interface TakeOptions extends OrdersOptions {
  sealing: Sealing;
  /** Does what is wished; answers what to tell of it. */
  carryOut(kind: string, wish: unknown): Promise<unknown>;
}

/** Told of an order by an event; what was missed is found at the next look. */
const everyMs = 2_000;
const forgetEveryMs = 3_600_000;
/** A node that stood still for longer with an order in its hand does not act on it: whoever gave it may have turned away. */
const actsWithinMs = 10_000;
/** How long a stop waits for what is under way, while all that it may need goes on. */
const graceMs = 1_000;

interface Taking {
  service: Service;
  /** Stops once nothing is under way. */
  underWay: Service;
  loop: Loop;
}

/** Carries out what other nodes order of this one. */
export function takeOrders(options: TakeOptions): Taking {
  const { db, events, log, nodeId } = options;
  const take = taker(options);
  const running = new Set<Promise<void>>();
  let isStopping = false;
  const receive = (id: string) => {
    // Another node is asked sooner for what this one leaves alone than for what breaks as it stops.
    if (isStopping) return;
    const one = take(id).finally(() => running.delete(one));
    running.add(one);
  };
  const follower = followTypes({
    ...{ events, log, name: "orders", types: [orderGiven.type] },
    deliver: (given) => {
      for (const { data } of given) {
        const order = orderGiven.data.parse(data);
        if (order.nodeId === nodeId) receive(order.orderId);
      }
    },
  });
  return {
    service: {
      ...follower,
      stop: async () => {
        isStopping = true;
        await follower.stop?.();
        await Promise.race([Promise.all(running), pause(graceMs, undefined, { ref: false })]);
      },
    },
    underWay: {
      name: "orders under way",
      // What became of them is written down before the database closes.
      stop: async () => void (await Promise.all(running)),
    },
    loop: {
      name: "orders",
      summary: "Does what other nodes order of this one, for the agents that it alone reaches",
      alone: false,
      dispensable: true,
      async run(signal) {
        let forgotAt = Number.NEGATIVE_INFINITY;
        while (!signal.aborted) {
          for (const id of await findGiven(db.read, nodeId)) receive(id);
          if (performance.now() - forgotAt > forgetEveryMs) {
            await db.transaction(forgetOldOrders);
            forgotAt = performance.now();
          }
          await pause(everyMs, undefined, { signal }).catch(() => {});
        }
      },
    },
  };
}

/** Takes an order, once, and carries it out; what became of it stands with it, where the other node reads it. */
const taker = ({ db, nodeId, sealing, carryOut, log, ...options }: TakeOptions) => {
  const { elapsedMs = () => performance.now() } = options;
  const outcomeOfTaken = async (
    id: string,
    { kind, sealed, since }: { kind: string; sealed: string; since: number },
  ): Promise<Outcome> => {
    try {
      const wish: unknown = JSON.parse(await sealing.open(sealed, id));
      if (elapsedMs() - since > actsWithinMs)
        throw new NotHere("that node stood still meanwhile, and nothing was done");
      return { became: "done", reply: await carryOut(kind, wish) };
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome.became === "broken") log.error({ err: error, orderId: id }, "an order was not carried out");
      return outcome;
    }
  };
  const act = async (id: string): Promise<void> => {
    const since = elapsedMs();
    const taken = await db.transaction((tx) => takeOrder(tx, id, nodeId));
    if (taken === undefined) return;
    const outcome = await outcomeOfTaken(id, { ...taken, since });
    await db.transaction((tx) => settleOrder(tx, id, outcome));
  };
  return (id: string): Promise<void> =>
    act(id).catch((error: unknown) => log.error({ err: error, orderId: id }, "an order was not taken"));
};
