import { expect, test } from "vitest";
import { nextTime } from "./next-time.ts";

const at = "2026-12-01T06:30:00.000Z";

test("a time is told once where both clocks read the same, else by each", () => {
  expect(nextTime(at, "Europe/Berlin", "Europe/Paris")).toBe("1 Dec 07:30");
  expect(nextTime(at, "America/New_York", "Europe/Berlin")).toBe(
    "1 Dec 07:30 here, 1 Dec 01:30 in America/New_York",
  );
  expect(nextTime(at, "America/Los_Angeles", "UTC")).toBe(
    "1 Dec 06:30 here, 30 Nov 22:30 in America/Los_Angeles",
  );
});
