import type { Budget } from "@signalbox/contract/budgets";
import { expect, test } from "vitest";
import { contentOf, nothing, wordsOf } from "./form.ts";

const budget: Budget = {
  ...{
    id: "b",
    scope: { kind: "bot", botId: "x" },
    of: "X",
    period: "week",
    warnAt: 70,
    percent: 0,
    state: "within",
  },
  limits: { costMicros: 1_500_000, tokens: null, executions: 5, minutes: null },
  used: { costMicros: 0, tokens: 0, executions: 0, minutes: 0 },
  forecast: null,
  ...{ from: "2026-11-30T00:00:00Z", until: "2026-12-07T00:00:00Z" },
};

test("what is written of a budget comes back from its form as it was", () => {
  const { scope, period, limits, warnAt } = budget;
  expect(contentOf(wordsOf(budget))).toEqual({ scope, period, limits, warnAt });
});

test.each([
  { kind: "instance" } as const,
  { kind: "project", projectId: "p" } as const,
  { kind: "account", accountId: "a" } as const,
  { kind: "user", userId: "u" } as const,
])("whose executions count comes back as it was: %j", (scope) => {
  expect(contentOf(wordsOf({ ...budget, scope })).scope).toEqual(scope);
});

test("dollars are sent in millionths, and what is left empty limits nothing", () => {
  expect(contentOf({ ...nothing, cost: "0.1", scope: "project p" })).toMatchObject({
    scope: { kind: "project", projectId: "p" },
    limits: { costMicros: 100_000, tokens: null, executions: null, minutes: null },
  });
});
