import type { Agent } from "./agents.ts";

/** Whether a command of this class of error failed at a rate limit. */
export const isRateLimit = (errorClass: string | null): boolean => errorClass === "rate_limit";

/** Whether a rate limit holds an agent up: its last command failed at it, or its CLI waits to ask its model again. */
export const isAtLimit = ({ state, errorClass }: Pick<Agent, "state" | "errorClass">): boolean =>
  (state === "complete" || state === "processing") && isRateLimit(errorClass);

/** Since when nothing holds an agent up: since its last change, or since its limit has reset. */
export const restsSince = (
  agent: Pick<Agent, "state" | "errorClass" | "stateSince" | "resetsAt">,
): number => {
  const since = Date.parse(agent.stateSince);
  return isAtLimit(agent) && agent.resetsAt !== null ? Math.max(since, Date.parse(agent.resetsAt)) : since;
};
