import { expect, test } from "vitest";
import { overOwnBudget } from "./own-budget.ts";

const took = { tokens_input: "900", tokens_output: "50", tokens_cache_read: "30", tokens_cache_write: "20" };
const row = { ...took, cost_micros: "250000", budget_cost_micros: null, budget_tokens: null };

test("one without a budget never ends for it", () => {
  expect(overOwnBudget(row)).toBeNull();
});

test("it ends as soon as it took what it may, and says how much of which", () => {
  expect(overOwnBudget({ ...row, budget_cost_micros: "250001" })).toBeNull();
  expect(overOwnBudget({ ...row, budget_cost_micros: "250000" })).toBe(
    "It spent its budget: about $0.25 of $0.25",
  );
  expect(overOwnBudget({ ...row, budget_tokens: "1001" })).toBeNull();
  expect(overOwnBudget({ ...row, budget_tokens: "1000" })).toBe("It spent its budget: 1,000 of 1,000 tokens");
});

test("one whose cost nobody knows is held to its tokens alone", () => {
  expect(overOwnBudget({ ...row, cost_micros: null, budget_cost_micros: "1" })).toBeNull();
});
