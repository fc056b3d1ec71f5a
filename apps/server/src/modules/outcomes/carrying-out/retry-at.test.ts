import { expect, test } from "vitest";
import { retryAt } from "./retry-at.ts";

const now = new Date("2026-01-01T00:00:00Z");
const seconds = (attempts: number, chance: number) =>
  (retryAt(attempts, now, chance).getTime() - now.getTime()) / 1_000;

test("each wait is twice as long as the one before, up to a quarter of an hour", () => {
  expect([1, 2, 3, 4, 10, 100].map((attempts) => seconds(attempts, 0.5))).toEqual([5, 10, 20, 40, 900, 900]);
});

test("those that failed together do not come again together", () => {
  expect([0, 0.5, 1].map((chance) => seconds(2, chance))).toEqual([7.5, 10, 12.5]);
});
