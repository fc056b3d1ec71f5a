import type { z } from "zod";
import type { Service } from "../../../kernel/module.ts";
import type { Loop } from "../loops.ts";
import { findNodes, findNodesAt, type ReachableNode } from "../reachable-nodes.ts";
import { giveOrder, type OrderAbout } from "./give-order.ts";
import type { OrdersOptions } from "./options.ts";
import { NotHere, orderErrors } from "./order-errors.ts";
import { createSealing } from "./sealing.ts";
import { takeOrders } from "./take-orders.ts";

/** Something that one node may have another one do. */
export interface OrderKind<Wish, Reply> {
  name: string;
  wish: z.ZodType<Wish>;
  reply: z.ZodType<Reply>;
  /** At the node that took it. @throws AppError, which goes to whoever gave it; NotHere where another node may have it */
  carryOut(wish: Wish): Promise<Reply>;
}

/** Has one of these nodes do it, the first that has it. @throws AppError as it was thrown there; `nodes.unreached`, `nodes.untold` */
export type GiveOrder<Wish, Reply> = (
  to: readonly ReachableNode[],
  wish: Wish,
  about: OrderAbout,
) => Promise<Reply>;

/** What nodes have each other do, for an agent that one of them alone reaches. */
export interface Orders {
  /** Says how this node carries a kind of them out, before it starts; gives one of the kind to others. */
  define<Wish, Reply>(kind: OrderKind<Wish, Reply>): GiveOrder<Wish, Reply>;
  /** Other nodes that live and hear a machine, the newest first. */
  nodesAt(hostId: string): Promise<ReachableNode[]>;
  /** Those of these that live, by their ids. */
  nodes(ids: readonly string[]): Promise<ReadonlyMap<string, ReachableNode>>;
}

export interface OpenOrders extends Orders {
  /** Where the other nodes find this one; on which machine it is, is known once that is asked. */
  takenAt(hostId: () => string): () => Promise<{ hostId: string; sealingKey: string | null }>;
  services: Service[];
  /** What goes on only while this node is reached: stopped before requests are waited for, which wait for it. */
  whileUp: Service[];
  loops: Loop[];
}

/** Where there is no other node. */
export const noOrders: OpenOrders = {
  define: () => () => Promise.reject(orderErrors.unreached("There is no other node")),
  nodesAt: async () => [],
  nodes: async () => new Map(),
  takenAt: (hostId) => async () => ({ hostId: hostId(), sealingKey: null }),
  services: [],
  whileUp: [],
  loops: [],
};

export function createOrders(options: OrdersOptions): OpenOrders {
  const { db, nodeId } = options;
  const sealing = createSealing();
  const kinds = new Map<string, (wish: unknown) => Promise<unknown>>();
  const taking = takeOrders({
    ...{ ...options, sealing },
    async carryOut(kind, wish) {
      const act = kinds.get(kind);
      if (act === undefined) throw new NotHere(`that node, of another version, knows no order "${kind}"`);
      return act(wish);
    },
  });
  const stopping = new AbortController();
  const giving = { ...options, signal: stopping.signal };
  return {
    define({ name, wish: Wish, reply: Reply, carryOut }) {
      if (kinds.has(name)) throw new Error(`Two kinds of orders have the name ${name}`);
      kinds.set(name, async (wish) => {
        const { success, data } = Wish.safeParse(wish);
        if (!success) throw new NotHere("that node, of another version, can't read it");
        return carryOut(data);
      });
      return (to, wish, about) => giveOrder(giving, to, { kind: name, wish, about, reply: Reply });
    },
    nodesAt: (hostId) => findNodesAt(db.read, { hostId, but: nodeId }),
    nodes: (ids) => findNodes(db.read, ids),
    takenAt: (hostId) => async () => ({ hostId: hostId(), sealingKey: await sealing.publicKey() }),
    services: [taking.underWay],
    whileUp: [taking.service, { name: "orders given", stop: () => stopping.abort() }],
    loops: [taking.loop],
  };
}
