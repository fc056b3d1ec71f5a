import type { Agent } from "@signalbox/contract/agents";
import { Interruption } from "@signalbox/contract/texts";
import { z } from "zod";
import { AppError } from "../../../kernel/errors.ts";
import { NotHere } from "../../../platform/nodes/orders/order-errors.ts";
import { OrderedBy } from "../../../platform/nodes/orders/ordered-by.ts";
import type { Orders } from "../../../platform/nodes/orders/orders.ts";
import type { By } from "./queue.ts";
import type { Speakers } from "./speakers.ts";
import type { ToldAgents } from "./texts.options.ts";

interface ElsewhereOptions {
  orders: Orders;
  agents: Pick<ToldAgents, "agent">;
  speakers: Speakers;
  /** At this node. */
  interruptHere(agent: Agent, by: By): Promise<Interruption>;
  tellHere(agentId: string): Promise<void>;
}

/** Agents that other nodes reach. */
export interface ToldElsewhere {
  /** Null where no other node may reach it. @throws AppError as there; `nodes.unreached`, `nodes.untold` */
  interrupt(agent: Agent, by: By): Promise<Interruption | null>;
  /** Has what is queued for it said now, where another node may; why that was not done, null where it was. */
  tell(agentId: string, by: By): Promise<{ why: string | null } | null>;
}

const aboutOf = (agentId: string, by: By) => ({ subject: { kind: "agent", id: agentId }, agentId, by });

export function toldElsewhere(options: ElsewhereOptions): ToldElsewhere {
  const { orders, agents, speakers, interruptHere, tellHere } = options;
  /** One that this very node reaches. */
  const reached = async (agentId: string): Promise<Agent> => {
    const agent = await agents.agent(agentId);
    const speaker = speakers.to(agent);
    if (!speakers.reaches(agentId))
      throw new NotHere(typeof speaker === "string" ? speaker : "it is not here");
    return agent;
  };
  const interrupt = orders.define({
    name: "interrupt an agent",
    wish: z.object({ agentId: z.string(), by: OrderedBy }),
    reply: Interruption,
    carryOut: async ({ agentId, by }) => interruptHere(await reached(agentId), by),
  });
  const tell = orders.define({
    name: "say what is queued",
    wish: z.object({ agentId: z.string() }),
    reply: z.object({}),
    async carryOut({ agentId }) {
      await reached(agentId);
      await tellHere(agentId);
      return {};
    },
  });
  const nodesOf = async ({ id, hostId, endedAt }: Agent) =>
    speakers.reaches(id) || endedAt !== null ? [] : await orders.nodesAt(hostId);
  return {
    async interrupt(agent, by) {
      const nodes = await nodesOf(agent);
      if (nodes.length === 0) return null;
      return interrupt(nodes, { agentId: agent.id, by }, aboutOf(agent.id, by));
    },
    async tell(agentId, by) {
      const nodes = await nodesOf(await agents.agent(agentId));
      if (nodes.length === 0) return null;
      try {
        await tell(nodes, { agentId }, aboutOf(agentId, by));
        return { why: null };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { why: error.message };
      }
    },
  };
}
