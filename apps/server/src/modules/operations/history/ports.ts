import type { Agent, Question } from "@signalbox/contract/agents";
import type { CausingSignal } from "@signalbox/contract/event-history";

/** What looking back needs to know of agents besides the event log. */
export interface KnownAgents {
  /** Agents that had started at that time and had not ended long before; as they are now. */
  around(at: Date, window: { endedSince: Date; limit: number }): Promise<Agent[]>;
  /** Questions as they are now; those that are gone are missing. */
  questionsBy(ids: readonly string[]): Promise<Question[]>;
  signalsBy(ids: readonly string[]): Promise<CausingSignal[]>;
}
