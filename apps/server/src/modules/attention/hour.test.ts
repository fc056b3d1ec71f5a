import { expect, test } from "vitest";
import { startOfDay } from "./hour.ts";

const now = new Date("2026-11-21T13:28:00Z");

test.each([
  [undefined, "2026-11-21T00:00:00Z"],
  ["2026-11-20T23:00:00Z", "2026-11-20T23:00:00Z"],
  ["2026-11-21T00:00:00+01:00", "2026-11-20T23:00:00Z"],
  ["2026-11-20T18:30:00Z", "2026-11-20T18:00:00Z"],
  ["2020-01-01T00:00:00Z", "2026-11-19T13:00:00Z"],
])("a day that began at %s is counted from %s", (since, from) => {
  expect(startOfDay(now, since)).toEqual(new Date(from));
});
