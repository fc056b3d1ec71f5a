import type { TakenDay, TakenSum } from "@signalbox/contract/usage";

export type Measure = "costMicros" | "tokens" | "executions" | "minutes";

const dayMs = 86_400_000;

/** One bar for each day from the first to the last, the highest of them 1. */
export function barsOf(
  { from, until, days }: { from: string; until: string; days: readonly TakenDay[] },
  measure: Measure,
): { day: string; value: number; share: number }[] {
  const known = new Map(days.map((day): [string, TakenSum] => [day.day, day]));
  const highest = Math.max(1, ...days.map((day) => day[measure]));
  const bars = [];
  for (let at = Date.parse(from); at <= Date.parse(until); at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10);
    const value = known.get(day)?.[measure] ?? 0;
    bars.push({ day, value, share: value / highest });
  }
  return bars;
}
