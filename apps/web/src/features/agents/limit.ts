import type { Agent } from "@signalbox/contract/agents";
import { isAtLimit } from "@signalbox/contract/rate-limit";
import { until } from "../../lib/format.ts";

/** When a limit resets, in words: `resets in 12 min`. */
export const limitWords = (resetsAt: string | null, now: number): string => {
  if (resetsAt === null) return "reset time unknown";
  return isReset(resetsAt, now) ? "the limit has reset" : `resets in ${until(Date.parse(resetsAt) - now)}`;
};

export const isReset = (resetsAt: string, now: number): boolean => Date.parse(resetsAt) <= now;

/** Since when nothing holds an agent up: since its last change, or since its limit has reset. */
export const restsSince = (
  agent: Pick<Agent, "state" | "errorClass" | "stateSince" | "resetsAt">,
): number => {
  const since = Date.parse(agent.stateSince);
  return isAtLimit(agent) && agent.resetsAt !== null ? Math.max(since, Date.parse(agent.resetsAt)) : since;
};
