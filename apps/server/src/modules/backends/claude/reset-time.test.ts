import { expect, test } from "vitest";
import { readResetTime } from "./reset-time.ts";

const now = new Date("2026-11-21T09:00:00Z");

test.each([
  ["You've hit your limit · resets 10:05am (UTC)", "2026-11-21T10:05:00.000Z"],
  ["resets at 8 am (UTC)", "2026-11-22T08:00:00.000Z"],
  ["resets 3pm (Europe/Berlin)", "2026-11-21T14:00:00.000Z"],
  ["resets 14:30 (UTC)", "2026-11-21T14:30:00.000Z"],
])("%s: the next such time", (text, expected) => {
  expect(readResetTime(text, now)?.toISOString()).toBe(expected);
});

test.each(["resets soon", "resets 25:00 (UTC)", "resets 10am (Nowhere/Land)", "resets 10am"])(
  "%s: no time",
  (text) => {
    expect(readResetTime(text, now)).toBeNull();
  },
);

test("a million blanks are read once, not once for each", () => {
  expect(readResetTime(`resets 1${" ".repeat(1_000_000)}`, now)).toBeNull();
});
