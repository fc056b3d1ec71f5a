import type { ExecutionState } from "@signalbox/contract/executions";

/** Which executions are listed. */
export interface ExecutionFilter {
  botId?: string;
  projectId?: string;
  state?: ExecutionState;
  /** Words to look for. */
  text?: string;
}

export const executionKeys = {
  all: ["executions"] as const,
  lists: ["executions", "list"] as const,
  list: (filter: ExecutionFilter) => ["executions", "list", filter] as const,
  one: (id: string) => ["executions", "one", id] as const,
  previous: (id: string) => ["executions", "previous", id] as const,
  agent: (sessionId: string) => ["executions", "agent", sessionId] as const,
};
