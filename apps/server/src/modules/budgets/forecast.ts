import type { BudgetForecast, BudgetLimits, BudgetUsed } from "@signalbox/contract/budgets";
import type { Span } from "./decide.ts";

const dayMs = 86_400_000;
/** The full days before today that tell the rate; of fewer than the least too little is known. */
export const [mostDays, fewestDays] = [7, 3];

/** What was taken in the full days before today, in which something had begun already. */
export interface Recent {
  used: BudgetUsed;
  days: number;
}

type Limited = keyof BudgetUsed;
const all: readonly Limited[] = ["costMicros", "tokens", "executions", "minutes"];

/**
 * What a period comes to: what is used, and for the time that is left the mean of the last full days, those without any
 * counted too. A limit is met when that line meets it; null where it does not within the period, or is met already.
 * Null altogether where fewer than three full days are known.
 */
export function forecastOf(
  { used, limits, span }: { used: BudgetUsed; limits: BudgetLimits; span: Span },
  recent: Recent,
  now: Date,
): BudgetForecast | null {
  if (recent.days < fewestDays) return null;
  const leftDays = Math.max(0, span.until.getTime() - now.getTime()) / dayMs;
  const comesTo = { ...used };
  let meets: { at: number; of: Limited } | null = null;
  for (const of of all) {
    const aDay = recent.used[of] / recent.days;
    comesTo[of] = Math.round(used[of] + aDay * leftDays);
    const left = (limits[of] ?? Number.POSITIVE_INFINITY) - used[of];
    const at = now.getTime() + (left / aDay) * dayMs;
    if (left > 0 && at < span.until.getTime() && (meets === null || at < meets.at)) meets = { at, of };
  }
  const limitMet = meets === null ? null : { at: new Date(meets.at).toISOString(), of: meets.of };
  return { comesTo, limitMet };
}

/** The full days before today, in UTC, at most a week of them, since the first of anything. */
export function recentDays(now: Date, first: Date | null): Span & { days: number } {
  const until = new Date(Math.floor(now.getTime() / dayMs) * dayMs);
  const week = until.getTime() - mostDays * dayMs;
  const begun = first === null ? until.getTime() : Math.ceil(first.getTime() / dayMs) * dayMs;
  const from = new Date(Math.min(until.getTime(), Math.max(week, begun)));
  return { from, until, days: (until.getTime() - from.getTime()) / dayMs };
}
