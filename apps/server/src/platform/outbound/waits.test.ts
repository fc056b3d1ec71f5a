import { expect, test } from "vitest";
import { backoffMs, retryAfterMs } from "./waits.ts";

test("waits grow up to the longest, and chance spreads them", () => {
  const backoff = { firstMs: 1_000, factor: 4, longestMs: 10_000 };
  expect([1, 2, 3, 9].map((attempts) => backoffMs(backoff, attempts, 0.5))).toEqual([
    ...[1_000, 4_000, 10_000, 10_000],
  ]);
  expect([0, 1].map((chance) => backoffMs(backoff, 1, chance))).toEqual([750, 1_250]);
});

test("Retry-After tells seconds or a date, and is believed up to the longest", () => {
  const now = new Date("2026-12-01T00:00:00Z");
  const told = (header: string | undefined) => retryAfterMs(header, now, 3_600_000);
  expect(told("30")).toBe(30_000);
  expect(told("Tue, 01 Dec 2026 00:02:00 GMT")).toBe(120_000);
  for (const long of ["86400", "31536000", "9".repeat(400)]) expect(told(long)).toBe(3_600_000);
  for (const header of [undefined, "soon", "0", "-5", "Mon, 30 Nov 2026 00:00:00 GMT"])
    expect(told(header)).toBeNull();
});
