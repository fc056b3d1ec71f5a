import { expect, test } from "vitest";
import { costOf, priceOf } from "./cost-of.ts";
import { prices } from "./prices.ts";

const spent = { id: "a", model: "claude-opus-5-5", input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

test("an answer costs what Claude Code itself says that it cost", () => {
  expect(costOf({ ...spent, input: 12_250, output: 7 })).toBe(49_140);
  expect(costOf({ ...spent, input: 190_334, output: 244 })).toBe(766_216);
});

test("what the cache gave costs less, and what it keeps for an hour more", () => {
  expect(costOf({ ...spent, cacheRead: 1_000_000 })).toBe(200_000);
  expect(costOf({ ...spent, cacheWrite: 1_000_000 })).toBe(5_000_000);
  expect(costOf({ ...spent, cacheWrite: 1_000_000, cacheWriteHour: 1_000_000 })).toBe(8_000_000);
});

test("an answer to a long prompt costs more where the model's price says so", () => {
  const answer = { ...spent, model: "gpt-5.5", output: 1_000_000 };
  expect(costOf({ ...answer, input: 272_000 })).toBe(31_360_000);
  expect(costOf({ ...answer, input: 272_001 })).toBe(47_720_010);
});

test("a model is known by its name with a date behind it, and not by half of its name", () => {
  expect(priceOf("claude-haiku-4-5-20251001")?.model).toBe("claude-haiku-4-5");
  expect(priceOf("gpt-5-2025-08-07")?.model).toBe("gpt-5");
  expect(priceOf("gpt-5.9")).toBeNull();
  expect(priceOf("gpt-5-huge")).toBeNull();
  expect(priceOf(null)).toBeNull();
});

test("what no price is known for has no cost, rather than a guessed one", () => {
  expect(costOf({ ...spent, model: "stub-model", input: 10 })).toBeNull();
  expect(costOf({ ...spent, model: "gpt-5", input: 10 })).toBe(13);
  expect(costOf({ ...spent, model: "gpt-5", input: 10, cacheWrite: 1 })).toBeNull();
});

test("each model stands once in the price table, with a source and a date", () => {
  expect(new Set(prices.map(({ model }) => model)).size).toBe(prices.length);
  for (const { source, asOf, window } of prices) {
    expect(source).not.toBe("");
    expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(window).toBeGreaterThan(0);
  }
});
