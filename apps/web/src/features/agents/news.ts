import type { AgentPatch } from "@signalbox/contract/agent-events";
import type { Agent } from "@signalbox/contract/agents";
import { patched } from "./patched.ts";

/** More agents than can change while one list is on its way. */
const remembered = 1000;

export interface News {
  tell(agentId: string, patch: AgentPatch): void;
  /** How much was told by now: whoever sets out to fetch keeps it. */
  count(): number;
  /** An agent as fetched, with what was told of it since so much was told. */
  since(count: number): (agent: Agent) => Agent;
  /** Where everything is fetched anew, what was told before counts no more. */
  forget(): void;
}

/**
 * The newest facts that events told: a list that set out before them must not undo them when it arrives, and one
 * that set out after them knows better.
 */
export const createNews = (): News => {
  const newest = new Map<string, { patch: AgentPatch; number: number }>();
  let told = 0;
  return {
    tell(agentId, patch) {
      told += 1;
      newest.delete(agentId);
      newest.set(agentId, { patch, number: told });
      const [oldest] = newest.keys();
      if (newest.size > remembered && oldest !== undefined) newest.delete(oldest);
    },
    count: () => told,
    since: (known) => (agent) => {
      const news = newest.get(agent.id);
      return news === undefined || news.number <= known ? agent : patched(agent, news.patch);
    },
    forget: () => newest.clear(),
  };
};

/** What events told of agents. */
export const agentNews = createNews();
