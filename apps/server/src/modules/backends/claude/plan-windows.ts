import { isObject, type JsonObject, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import type { ExecutionTold, PlanWindow } from "../execution-cli.ts";

/** The end of the year 9999. */
const lastSecond = 253_402_300_799;

/** When the window of a limit is over; null where that is not told. */
export function resetIn(limit: JsonObject): Date | null {
  const seconds = numberAt(limit, "resetsAt");
  return seconds === null || seconds < 0 || seconds > lastSecond ? null : new Date(seconds * 1_000);
}

export const isMet = (limit: JsonObject): boolean => textAt(limit, "status") === "rejected";

/** More than any plan has; what comes behind them is no window. */
const mostWindows = 10;

/** The windows that a line tells of: the one that it is about, and those that it lists. */
export function windowsOf(limit: JsonObject, toldAt: Date): ExecutionTold[] {
  const listed = Object.entries(objectAt(limit, "unifiedWindows")).filter(isNamedWindow);
  const about = textAt(limit, "rateLimitType");
  const all = new Map<string, JsonObject>(about === null ? [] : [[about, limit]]);
  for (const [name, window] of listed) all.set(name, window);
  return [...all]
    .filter(([name]) => /^[a-z0-9_]{1,50}$/.test(name))
    .slice(0, mostWindows)
    .map(([name, window]) => ({ kind: "window", ...windowOf(name, window), toldAt }));
}

const isNamedWindow = (entry: [string, unknown]): entry is [string, JsonObject] => isObject(entry[1]);

const windowOf = (name: string, window: JsonObject): Omit<PlanWindow, "toldAt"> => ({
  ...{ name, usedPercent: percentOf(numberAt(window, "utilization")) },
  ...{ isMet: isMet(window), resetsAt: resetIn(window) },
});

/** It is told as a share of one, which overage may exceed. */
const percentOf = (share: number | null): number | null =>
  share === null || share < 0 || share > 10 ? null : Math.round(share * 100);
