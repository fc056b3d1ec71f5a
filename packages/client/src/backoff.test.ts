import { expect, test } from "vitest";
import { backoffMs, pause } from "./backoff.ts";

test("waits double up to the longest, and are cut by up to half at random", () => {
  const at = (random: number) =>
    [1, 2, 3, 4, 5, 1_000].map((failures) =>
      backoffMs({ firstMs: 100, maxMs: 1_000, random: () => random }, failures),
    );
  expect(at(0)).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  expect(at(1)).toEqual([50, 100, 200, 400, 500, 500]);
});

test("a pause ends early with its signal", async () => {
  const controller = new AbortController();
  const pausing = pause(60_000, controller.signal);
  controller.abort();
  await pausing;
  await pause(60_000, controller.signal);
});
