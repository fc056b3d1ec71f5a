import { type Budget, BudgetContent } from "@signalbox/contract/budgets";
import { expect, test } from "vitest";
import { blockedWords, growing, isAbout, spanOf, standingOf } from "./decide.ts";

const span = (period: Budget["period"], at: string) => {
  const { from, until } = spanOf(period, new Date(at));
  return [from.toISOString(), until.toISOString()].map((moment) => moment.slice(0, 16));
};

test("periods begin at midnight in UTC: a day, a week from Monday on, a month", () => {
  expect(span("day", "2026-11-30T23:59:59.999Z")).toEqual(["2026-11-30T00:00", "2026-12-01T00:00"]);
  expect(span("day", "2026-12-01T00:00:00Z")).toEqual(["2026-12-01T00:00", "2026-12-02T00:00"]);
  expect(span("month", "2026-12-31T12:00:00Z")).toEqual(["2026-12-01T00:00", "2027-01-01T00:00"]);
  expect(span("month", "2028-02-29T12:00:00Z")).toEqual(["2028-02-01T00:00", "2028-03-01T00:00"]);
});

test.each(["2026-11-30T00:00:00Z", "2026-12-03T10:00:00Z", "2026-12-06T23:59:59Z"])(
  "%s lies in the week that began on Monday, 30 November",
  (at) => {
    expect(span("week", at)).toEqual(["2026-11-30T00:00", "2026-12-07T00:00"]);
  },
);

const budget = (limits: object, warnAt = 80) =>
  BudgetContent.parse({ scope: { kind: "instance" }, period: "day", limits, warnAt });
const used = { costMicros: 0, tokens: 0, executions: 0, minutes: 0 };

test.each([
  [0, "within", 0],
  [79, "within", 79],
  [80, "warned", 80],
  [99, "warned", 99],
  [100, "spent", 100],
  [250, "spent", 250],
])("of 100 tokens, %i make it %s", (tokens, state, percent) => {
  expect(standingOf(budget({ tokens: 100 }), { ...used, tokens })).toMatchObject({ state, percent });
});

test("what is nearly all of it is not told as all", () => {
  const standing = standingOf(budget({ tokens: 1_000_000 }), { ...used, tokens: 999_999 });
  expect(standing).toMatchObject({ state: "warned", percent: 99 });
});

test("of several limits the nearest counts, and is told with when it begins anew", () => {
  const limits = budget({ costMicros: 1_000_000, tokens: 1_000, minutes: 60 });
  const standing = standingOf(limits, { ...used, costMicros: 1_020_000, tokens: 10, minutes: 30 });
  expect(blockedWords(standing, spanOf("day", new Date("2026-11-30T12:00:00Z")))).toBe(
    "The budget of all bots for the day is spent: $1.02 of $1.00; it begins anew at 2026-12-01 00:00 UTC",
  );
});

test("how many began ends none that runs", () => {
  const limits = budget({ executions: 1 });
  expect(standingOf(limits, { ...used, executions: 1 }).state).toBe("spent");
  expect(standingOf(limits, { ...used, executions: 1 }, growing).state).toBe("within");
});

test("a budget is about all executions, those in a project, of a bot, or of a person; one of an account is about none", () => {
  const [botId, projectId, userId] = ["bot", "project", "user"];
  const about = (of: { botId: string; projectId: string | null; userId: string | null }) =>
    [
      { kind: "instance" } as const,
      { kind: "bot", botId } as const,
      { kind: "project", projectId } as const,
      { kind: "user", userId } as const,
      { kind: "account", accountId: "account" } as const,
    ].map((scope) => isAbout(scope, of));
  expect(about({ botId, projectId, userId })).toEqual([true, true, true, true, false]);
  expect(about({ botId: "another", projectId: null, userId: null })).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
