import type { Agent, AgentPatch } from "@signalbox/contract/agents";
import { patched } from "./patched.ts";

/** More agents than can change while one list is on its way. */
const remembered = 1000;

export interface News {
  tell(agentId: string, patch: AgentPatch): void;
  /** The agent as it was fetched, with what was told of it since. */
  brought(agent: Agent): Agent;
}

/** The newest facts that events told: a list that set out before them must not undo them when it arrives. */
export const createNews = (): News => {
  const newest = new Map<string, AgentPatch>();
  return {
    tell(agentId, patch) {
      newest.delete(agentId);
      newest.set(agentId, patch);
      const [oldest] = newest.keys();
      if (newest.size > remembered && oldest !== undefined) newest.delete(oldest);
    },
    brought(agent) {
      const patch = newest.get(agent.id);
      return patch === undefined ? agent : patched(agent, patch);
    },
  };
};
