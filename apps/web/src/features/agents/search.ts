import { type AgentState, agentStates } from "@signalbox/contract/agents";
import { Id } from "@signalbox/contract/common";

/** The part of the address that says which agents are listed. */
export interface AgentsSearch {
  state?: AgentState;
  projectId?: string;
  live?: "true" | "false";
}

/** Reads the address leniently: what is not understood is left out. */
export const readAgentsSearch = (search: Record<string, unknown>): AgentsSearch => {
  const projectId = Id.safeParse(search.projectId);
  const state = agentStates.find((known) => known === search.state);
  // The router reads `live=true` as a boolean where a person typed the address.
  const live = (["true", "false"] as const).find((word) => word === String(search.live));
  return {
    ...(state === undefined ? {} : { state }),
    ...(projectId.success ? { projectId: projectId.data } : {}),
    ...(live === undefined ? {} : { live }),
  };
};
