import { expect, test } from "vitest";
import { spanOf } from "./decide.ts";
import { forecastOf, recentDays } from "./forecast.ts";

const now = new Date("2026-12-02T12:00:00Z");
const none = { costMicros: 0, tokens: 0, executions: 0, minutes: 0 };
const noLimits = { costMicros: null, tokens: null, executions: null, minutes: null };
const day = spanOf("day", now);

test("a period comes to what is used, and to the mean of the last full days for the time that is left", () => {
  const used = { ...none, tokens: 100, executions: 3 };
  const recent = { used: { ...none, tokens: 1_400, executions: 7 }, days: 7 };
  expect(forecastOf({ used, limits: noLimits, span: day }, recent, now)).toEqual({
    comesTo: { ...none, tokens: 200, executions: 4 },
    limitMet: null,
  });
  const week = spanOf("week", now);
  // Four and a half days are left of it.
  expect(forecastOf({ used, limits: noLimits, span: week }, recent, now)?.comesTo.tokens).toBe(1_000);
});

test("the limit that is met first is told, with when", () => {
  const limits = { ...noLimits, tokens: 150, costMicros: 1_000, minutes: 10_000 };
  const recent = { used: { ...none, tokens: 1_400, costMicros: 70, minutes: 7 }, days: 7 };
  const told = forecastOf({ used: { ...none, tokens: 100 }, limits, span: day }, recent, now);
  expect(told?.limitMet).toEqual({ of: "tokens", at: "2026-12-02T18:00:00.000Z" });
});

test("one that is met already, or not within the period, or at no rate at all, is met at no time", () => {
  const recent = { used: { ...none, tokens: 700 }, days: 7 };
  const meets = (used: number, limit: number, rate = recent) => {
    const limits = { ...noLimits, tokens: limit };
    return forecastOf({ used: { ...none, tokens: used }, limits, span: day }, rate, now)?.limitMet;
  };
  expect(meets(100, 100)).toBeNull();
  expect(meets(100, 150)).toBeNull();
  expect(meets(100, 101, { used: none, days: 7 })).toBeNull();
  expect(meets(100, 149)).not.toBeNull();
});

test("of fewer than three full days nothing is told", () => {
  const of = { used: none, limits: noLimits, span: day };
  expect(forecastOf(of, { used: none, days: 2 }, now)).toBeNull();
  expect(forecastOf(of, { used: none, days: 3 }, now)).not.toBeNull();
});

test("the days that tell the rate are the full ones since the first began, at most seven", () => {
  const days = (first: string | null) => recentDays(now, first === null ? null : new Date(first));
  expect(days("2026-01-01T00:00:00Z")).toEqual({
    ...{ from: new Date("2026-11-25"), until: new Date("2026-12-02"), days: 7 },
  });
  expect(days("2026-11-28T09:00:00Z").days).toBe(3);
  expect(days("2026-12-02T09:00:00Z").days).toBe(0);
  expect(days(null).days).toBe(0);
});
