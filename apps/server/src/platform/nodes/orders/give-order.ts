import { setTimeout as pause } from "node:timers/promises";
import { orderGiven } from "@signalbox/contract/nodes";
import type { z } from "zod";
import { newId } from "../../../kernel/ids.ts";
import { newEvent } from "../../events/events.ts";
import { isAlive, type ReachableNode } from "../reachable-nodes.ts";
import type { OrdersOptions } from "./options.ts";
import { orderErrors } from "./order-errors.ts";
import { findOrder, giveUpOrder, insertOrder } from "./orders.repository.ts";
import { Outcome, refusalOf } from "./outcome.ts";
import { seal } from "./sealing.ts";

/** Whom an order is about, and who gives it. */
export interface OrderAbout {
  subject: { kind: string; id: string };
  agentId: string | null;
  by: { actor: string; correlationId: string };
}

interface GiveOptions extends Pick<OrdersOptions, "db" | "clock" | "events"> {
  /** Once this server stops nothing is given any more, and nothing waited for. */
  signal: AbortSignal;
}

interface Order<Reply> {
  kind: string;
  wish: unknown;
  about: OrderAbout;
  reply: z.ZodType<Reply>;
}

/** A node that lives takes it at once, or at its next look. */
const untakenMs = 5_000;
/** Longer than anything that is ordered takes. */
const longestMs = 60_000;
const oftenMs = 25;
const seldomMs = 250;
const livesEveryMs = 1_000;

type Became = Outcome | { became: "silent" } | { became: "untold"; why: string };

/**
 * Has one of these nodes do something: the first that has what it takes. Answers what it said.
 * @throws AppError as it was thrown there; `nodes.unreached`, `nodes.untold`
 */
export async function giveOrder<Reply>(
  options: GiveOptions,
  to: readonly ReachableNode[],
  order: Order<Reply>,
): Promise<Reply> {
  const { signal } = options;
  const whys: string[] = [];
  for (const node of to) {
    const outcome: Became = signal.aborted ? { became: "silent" } : await orderOf(options, node, order);
    if (outcome.became === "done") return replyOf(outcome.reply, node, order);
    if (outcome.became === "refused") throw refusalOf(outcome.error);
    if (outcome.became === "untold") throw orderErrors.untold(`The node on ${node.hostName} ${outcome.why}`);
    if (outcome.became === "broken") throw new Error(`At the node on ${node.hostName}: ${outcome.why}`);
    if (outcome.became === "not_here") whys.push(`On ${node.hostName}: ${outcome.why}`);
    else if (signal.aborted) throw orderErrors.unreached("This server stops, and nothing was done");
    else whys.push(`The node on ${node.hostName} does not answer, and nothing was done`);
  }
  throw orderErrors.unreached(whys.join("; ") || "No node that runs now has it");
}

/** It is done by then: that it can't be read is no reason to do it again. */
function replyOf<Reply>(reply: unknown, { hostName }: ReachableNode, order: Order<Reply>): Reply {
  const { success, data } = order.reply.safeParse(reply);
  if (success) return data;
  throw orderErrors.untold(`The node on ${hostName} did it, and tells of it as another version does`);
}

async function orderOf(options: GiveOptions, node: ReachableNode, order: Order<unknown>): Promise<Became> {
  const { db, events, clock } = options;
  const { kind, wish, about } = order;
  const id = newId();
  const nodeId = node.id;
  const sealed = await seal(JSON.stringify(wish), { key: node.sealingKey, about: id });
  const { subject, agentId, by } = about;
  const context = { at: clock.now(), actor: by.actor, correlationId: by.correlationId, subject, agentId };
  await db.transaction(async (tx) => {
    await insertOrder(tx, { id, nodeId, kind, sealed, withinMs: untakenMs });
    events.append(tx, newEvent(orderGiven, context, { orderId: id, nodeId, kind }));
  });
  return becameOf(options, id, nodeId);
}

/** What the node wrote of it. One that does not take it can't do so later; of one that went meanwhile nobody knows. */
async function becameOf({ db, signal }: GiveOptions, id: string, nodeId: string): Promise<Became> {
  const began = performance.now();
  let livedMs = 0;
  for (let waitedMs = 0; waitedMs < longestMs; waitedMs = performance.now() - began) {
    const stops = signal.aborted;
    const row = await findOrder(db.read, id);
    if (row === undefined) break;
    if (row.state === "done") return readOutcome(row.outcome);
    if (row.state === "given" && (stops || waitedMs > untakenMs)) {
      if (await db.transaction((tx) => giveUpOrder(tx, id))) return { became: "silent" };
    } else if (row.state === "taken" && stops) {
      return untold("took it, and this server stops");
    } else if (row.state === "taken" && waitedMs - livedMs > livesEveryMs) {
      if (!(await isAlive(db.read, nodeId))) break;
      livedMs = waitedMs;
    }
    await pause(waitedMs < untakenMs ? oftenMs : seldomMs, undefined, { signal }).catch(() => {});
  }
  return untold("took it and told no more");
}

const untold = (why: string): Became => ({
  became: "untold",
  why: `${why}: whether it was done is not known`,
});

function readOutcome(written: unknown): Became {
  const { success, data } = Outcome.safeParse(written);
  return success ? data : untold("tells what became of it as another version does");
}
