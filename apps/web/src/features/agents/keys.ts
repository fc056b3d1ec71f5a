import type { AgentState } from "@signalbox/contract/agents";

export interface AgentFilter {
  state?: AgentState | undefined;
  projectId?: string | undefined;
  live?: "true" | "false" | undefined;
  archived?: "true" | undefined;
  cost?: "true" | undefined;
}

export const agentKeys = {
  all: ["agents"] as const,
  live: ["agents", "live"] as const,
  complete: ["agents", "complete"] as const,
  everHeard: ["agents", "ever-heard"] as const,
  lists: ["agents", "list"] as const,
  /** Those that were asked with costs, whatever else they were asked for. */
  costLists: ["agents", "list", { cost: "true" }] as const,
  list: (filter: AgentFilter) => ["agents", "list", filter] as const,
  one: (id: string) => ["agents", "one", id] as const,
  childLists: ["agents", "children"] as const,
  children: (id: string) => ["agents", "children", id] as const,
  turns: (id: string) => ["agents", "turns", id] as const,
  commands: (id: string) => ["agents", "commands", id] as const,
  questions: (id: string) => ["agents", "questions", id] as const,
  reach: (id: string) => ["agents", "reach", id] as const,
  answers: (id: string) => ["agents", "answers", id] as const,
  texts: (id: string) => ["agents", "texts", id] as const,
  usages: ["agents", "usage"] as const,
  usage: (id: string) => ["agents", "usage", id] as const,
  status: ["status"] as const,
};

/** What is read of an agent beside its conversation. */
export const recordKeys = {
  signals: (agentId: string) => ["agents", "signals", agentId] as const,
  files: (agentId: string) => ["agents", "files", agentId] as const,
  timeline: (agentId: string) => ["agents", "timeline", agentId] as const,
  trail: (agentId: string) => ["agents", "trail", agentId] as const,
};
