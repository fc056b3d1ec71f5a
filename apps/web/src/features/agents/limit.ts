import { until } from "../../lib/format.ts";

/** When a limit resets, in words: `resets in 12 min`. */
export const limitWords = (resetsAt: string | null, now: number): string => {
  if (resetsAt === null) return "reset unknown";
  return isReset(resetsAt, now) ? "the limit has reset" : `resets in ${until(Date.parse(resetsAt) - now)}`;
};

export const isReset = (resetsAt: string, now: number): boolean => Date.parse(resetsAt) <= now;
