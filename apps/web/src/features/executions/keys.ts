import type { ExecutionState } from "@signalbox/contract/executions";

/** Which executions are listed. */
export interface ExecutionFilter {
  botId?: string;
  projectId?: string;
  state?: ExecutionState;
  /** Words to look for. */
  text?: string;
  /** Those that need a look. */
  look?: "needed";
}

export const executionKeys = {
  all: ["executions"] as const,
  lists: ["executions", "list"] as const,
  list: (filter: ExecutionFilter) => ["executions", "list", filter] as const,
  toLookAt: ["executions", "list", "to-look-at"] as const,
  one: (id: string) => ["executions", "one", id] as const,
  previous: (id: string) => ["executions", "previous", id] as const,
  agent: (sessionId: string) => ["executions", "agent", sessionId] as const,
};
