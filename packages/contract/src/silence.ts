import type { Agent } from "./agents.ts";

/** An agent at work of whom nothing was heard for this long may hang. */
export const silentAfterMs = 10 * 60_000;

/**
 * Whether an agent is silent at `now`: it is at work, and nothing was heard of it for long. That comes true by time
 * alone, so it is no state and never stored: whoever shows an agent asks.
 */
export const isSilent = (agent: Pick<Agent, "state" | "lastSeenAt" | "endedAt">, now: number): boolean =>
  agent.endedAt === null &&
  agent.state === "processing" &&
  now - Date.parse(agent.lastSeenAt) > silentAfterMs;
