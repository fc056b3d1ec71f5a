import type { AgentState, Question } from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";

/** An open question with the agent that waits for its answer. */
export interface WaitingQuestion {
  question: Question;
  agent: { id: string; title: string | null; backend: Backend; projectId: string | null };
}

/** A place in the queue: when the question was asked, and which it is. */
export interface WaitingKey {
  at: Date;
  id: string;
}

/** What the queue and the overview are made of; the agents module answers it. */
export interface AgentsAtWork {
  /** Open questions after a place in the queue, the longest wait first. */
  waiting(window: { after: WaitingKey | undefined; limit: number }): Promise<readonly WaitingQuestion[]>;
  countWaiting(): Promise<{ count: number; oldest: Date | null }>;
  /** Live agents by state, children not counted; a state nobody is in may be missing. */
  countLive(): Promise<Partial<Record<AgentState, number>>>;
  /** Signals that could not be applied. */
  countParked(): Promise<number>;
}

/** Names of projects by id. */
export type ProjectNames = (projectIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
