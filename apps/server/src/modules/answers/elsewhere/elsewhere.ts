import type { Question } from "@signalbox/contract/agents";
import type { Answer } from "@signalbox/contract/answers";
import type { Logger } from "pino";
import type { Service } from "../../../kernel/module.ts";
import type { Tx } from "../../../platform/database/database.ts";
import type { EventLog } from "../../../platform/events/events.ts";
import type { Loop } from "../../../platform/nodes/loops.ts";
import type { createDelivery } from "../delivery.ts";
import type { AnsweredAgents } from "../ports.ts";
import type { GivenAnswer, StoreOptions } from "../store-answer.ts";
import type { Ways } from "../ways.ts";
import { forward } from "./forward.ts";
import { Offers, offersLoop } from "./offers.ts";
import { receiveAnswers } from "./receive.ts";
import { createSealing } from "./sealing.ts";
import { findWaysElsewhere, type OfferedWay, type WayElsewhere } from "./ways.repository.ts";

/** Ways to questions that other nodes have, and those of this node for them. */
export interface Elsewhere {
  wayTo(questionId: string): Promise<WayElsewhere | null>;
  waysTo(questionIds: readonly string[]): Promise<WayElsewhere[]>;
  /** @throws AppError `answers.stale`, `answers.undelivered`; null where the key was used before */
  forward(answer: { question: Question; given: GivenAnswer; to: WayElsewhere }): Promise<Answer | null>;
  offer(tx: Tx, way: OfferedWay): Promise<void>;
  withdraw(tx: Tx, questionId: string): Promise<void>;
  services: Service[];
  loops: Loop[];
}

/** Where there is no other node. */
export const nowhere: Elsewhere = {
  wayTo: async () => null,
  waysTo: async () => [],
  forward: async () => null,
  offer: async () => {},
  withdraw: async () => {},
  services: [],
  loops: [],
};

interface ElsewhereOptions extends StoreOptions {
  events: Pick<EventLog, "append" | "range" | "follow">;
  log: Logger;
  agents: Pick<AnsweredAgents, "waiting" | "backendOf">;
  ways: Ways;
  delivery: ReturnType<typeof createDelivery>;
  nodeId: string;
}

export function createElsewhere(options: ElsewhereOptions): Elsewhere {
  const { db, nodeId, ways, delivery, agents } = options;
  const sealing = createSealing();
  const offers = new Offers({ ...options, sealingKey: sealing.publicKey, wayTo: ways.wayTo });
  const received = receiveAnswers({
    ...{ ...options, ...delivery, sealing },
    async channelTo(question) {
      const { agentId } = question;
      const asking = { agentId, backend: await agents.backendOf(agentId), question };
      const channel = ways.channelTo(asking);
      if (channel === undefined) throw await ways.unreachable(asking);
      return channel;
    },
  });
  const waysTo = (questionIds: readonly string[]) => findWaysElsewhere(db.read, nodeId, questionIds);
  return {
    waysTo,
    wayTo: async (questionId) => (await waysTo([questionId]))[0] ?? null,
    forward: (answer) => forward({ ...options, ...delivery }, answer),
    offer: (tx, way) => offers.offer(tx, way),
    withdraw: (tx, questionId) => offers.withdraw(tx, questionId),
    services: [received.service],
    loops: [received.loop, offersLoop(offers)],
  };
}
