import type { z } from "zod";
import type { ReachableNode } from "../reachable-nodes.ts";
import type { OrderAbout } from "./give-order.ts";
import { NotHere } from "./order-errors.ts";
import type { Orders } from "./orders.ts";

interface Act<Wish, Reply> {
  name: string;
  wish: z.ZodType<Wish>;
  reply: z.ZodType<Reply>;
  aboutOf(wish: Wish): OrderAbout;
  /** Other nodes that must do it, the best first; none where this one does. */
  nodesOf(wish: Wish): Promise<readonly ReachableNode[]>;
  here(wish: Wish): Promise<Reply>;
}

/** Does something at the node that has what it takes, whichever is asked. */
export function anywhere<Wish, Reply>(
  orders: Pick<Orders, "define">,
  { name, wish, reply, aboutOf, nodesOf, here }: Act<Wish, Reply>,
): (wish: Wish) => Promise<Reply> {
  const order = orders.define({
    ...{ name, wish, reply },
    // It is ordered of no third one: the first has the list.
    async carryOut(wished) {
      if ((await nodesOf(wished)).length > 0) throw new NotHere("it is another node's");
      return here(wished);
    },
  });
  return async (wished) => {
    const nodes = await nodesOf(wished);
    return nodes.length === 0 ? here(wished) : order(nodes, wished, aboutOf(wished));
  };
}
