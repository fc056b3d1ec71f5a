import type { AgentPatch } from "@signalbox/contract/agent-events";
import type { Agent } from "@signalbox/contract/agents";

/** An event may arrive after a fetch that already knew more. */
export const patched = (agent: Agent, patch: AgentPatch): Agent =>
  patch.lastSeenAt < agent.lastSeenAt ? agent : { ...agent, ...patch };
