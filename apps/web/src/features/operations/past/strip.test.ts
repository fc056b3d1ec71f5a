import { expect, test } from "vitest";
import { barsOf, timeAt } from "./strip.ts";

const noon = Date.parse("2026-11-22T12:00:00.000Z");
const points = [
  { position: "1", at: new Date(noon).toISOString() },
  { position: "11", at: new Date(noon + 60_000).toISOString() },
  { position: "21", at: new Date(noon + 61_000).toISOString() },
];

test("the sooner one event followed another, the higher the bar", () => {
  const [slow, fast] = barsOf({ points });
  expect([slow?.from, slow?.to, fast?.to]).toEqual([0, 0.5, 1]);
  expect(fast?.busy).toBe(1);
  expect(slow?.busy).toBeLessThan(0.5);
  expect(barsOf({ points: points.slice(0, 1) })).toEqual([]);
});

test("a position between two points stood at a time between theirs", () => {
  expect(timeAt({ points }, 6)).toBe(noon + 30_000);
  expect(timeAt({ points }, 21)).toBe(noon + 61_000);
  expect(timeAt({ points }, 99)).toBeNull();
});
