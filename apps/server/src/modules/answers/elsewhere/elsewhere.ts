import type { Question } from "@signalbox/contract/agents";
import type { Answer } from "@signalbox/contract/answers";
import { z } from "zod";
import type { Tx } from "../../../platform/database/database.ts";
import type { EventLog } from "../../../platform/events/events.ts";
import type { Loop } from "../../../platform/nodes/loops.ts";
import type { Orders } from "../../../platform/nodes/orders/orders.ts";
import type { createDelivery } from "../delivery.ts";
import type { AnsweredAgents } from "../ports.ts";
import type { GivenAnswer, StoreOptions } from "../store-answer.ts";
import type { Ways } from "../ways.ts";
import { deliverForwarded } from "./deliver-forwarded.ts";
import { ForwardedAnswer, forward } from "./forward.ts";
import { Offers, offersLoop } from "./offers.ts";
import { findWaysElsewhere, type OfferedWay, type WayElsewhere } from "./ways.repository.ts";

/** Ways to questions that other nodes have, and those of this node for them. */
export interface Elsewhere {
  wayTo(questionId: string): Promise<WayElsewhere | null>;
  waysTo(questionIds: readonly string[]): Promise<WayElsewhere[]>;
  /** @throws AppError `answers.stale`, `answers.undelivered`, `answers.untold`; null where the key was used before */
  forward(answer: { question: Question; given: GivenAnswer; to: WayElsewhere }): Promise<Answer | null>;
  offer(tx: Tx, way: OfferedWay): Promise<void>;
  withdraw(tx: Tx, questionId: string): Promise<void>;
  loops: Loop[];
}

/** Where there is no other node. */
export const nowhere: Elsewhere = {
  wayTo: async () => null,
  waysTo: async () => [],
  forward: async () => null,
  offer: async () => {},
  withdraw: async () => {},
  loops: [],
};

interface ElsewhereOptions extends StoreOptions {
  events: Pick<EventLog, "append">;
  orders: Orders;
  agents: Pick<AnsweredAgents, "waiting" | "backendOf">;
  ways: Ways;
  delivery: ReturnType<typeof createDelivery>;
  nodeId: string;
}

export function createElsewhere(options: ElsewhereOptions): Elsewhere {
  const { ways, delivery, agents, orders } = options;
  const offers = new Offers({ ...options, wayTo: ways.wayTo });
  const order = orders.define({
    name: "deliver an answer",
    wish: ForwardedAnswer,
    reply: z.object({}),
    carryOut: deliverForwarded({
      ...{ ...options, ...delivery },
      async channelTo(question) {
        const { agentId } = question;
        const asking = { agentId, backend: await agents.backendOf(agentId), question };
        const channel = ways.channelTo(asking);
        if (channel === undefined) throw await ways.unreachable(asking);
        return channel;
      },
    }),
  });
  const waysTo = (questionIds: readonly string[]) => findWaysElsewhere(options, questionIds);
  return {
    waysTo,
    wayTo: async (questionId) => (await waysTo([questionId]))[0] ?? null,
    forward: (answer) => forward({ ...options, ...delivery, order }, answer),
    offer: (tx, way) => offers.offer(tx, way),
    withdraw: (tx, questionId) => offers.withdraw(tx, questionId),
    loops: [offersLoop(offers)],
  };
}
