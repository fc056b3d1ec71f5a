import { expect, test } from "vitest";
import { leftMs } from "./words.ts";

const noon = Date.parse("2026-11-30T12:00:00Z");
const deadline = "2026-11-30T12:10:00Z";
const minute = 60_000;

test("what is left of its time runs out, and is never less than none", () => {
  const running = { deadline, pausedAt: null, endedAt: null };
  expect(leftMs(running, noon)).toBe(10 * minute);
  expect(leftMs(running, noon + 11 * minute)).toBe(0);
});

test("what stands still keeps what was left", () => {
  const paused = { deadline, pausedAt: "2026-11-30T12:04:00Z", endedAt: null };
  expect(leftMs(paused, noon + 60 * minute)).toBe(6 * minute);
});

test("one that waits for its turn, or is over, has no time that runs", () => {
  expect(leftMs({ deadline: null, pausedAt: null, endedAt: null }, noon)).toBeNull();
  expect(leftMs({ deadline, pausedAt: null, endedAt: deadline }, noon)).toBeNull();
});
