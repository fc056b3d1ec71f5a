import { expect, test } from "vitest";
import { quietUntil } from "./quiet.ts";

const berlin = { timeZone: "Europe/Berlin", quiet: { from: "22:00", until: "07:00" } };
const endOf = (at: string, preferences = berlin) =>
  quietUntil(preferences, new Date(at))?.toISOString() ?? null;

test.each([
  ["in the evening, till the next morning", "2026-01-10T21:30:30Z", "2026-01-11T06:00:00.000Z"],
  ["after midnight, till the same morning", "2026-01-11T02:00:00Z", "2026-01-11T06:00:00.000Z"],
  ["at their first minute", "2026-01-10T21:00:00Z", "2026-01-11T06:00:00.000Z"],
  ["in the night in which clocks are put forward", "2026-03-28T22:00:00Z", "2026-03-29T05:00:00.000Z"],
  ["in the night in which clocks are put back", "2026-10-24T21:00:00Z", "2026-10-25T06:00:00.000Z"],
])("quiet hours hold %s", (_when, at, end) => {
  expect(endOf(at)).toBe(end);
});

test.each([["2026-01-10T20:59:59Z"], ["2026-01-11T06:00:00Z"], ["2026-01-10T12:00:00Z"]])(
  "at %s nobody is left alone",
  (at) => {
    expect(endOf(at)).toBeNull();
  },
);

test("quiet hours within a day hold at noon in the person's own zone", () => {
  const tokyo = { timeZone: "Asia/Tokyo", quiet: { from: "12:00", until: "13:00" } };
  expect(endOf("2026-01-10T03:30:00Z", tokyo)).toBe("2026-01-10T04:00:00.000Z");
  expect(endOf("2026-01-10T12:30:00Z", tokyo)).toBeNull();
});

test("without quiet hours, or with ones of no length, none hold", () => {
  expect(quietUntil({ timeZone: "UTC", quiet: null }, new Date())).toBeNull();
  expect(
    endOf("2026-01-10T12:00:00Z", { timeZone: "UTC", quiet: { from: "12:00", until: "12:00" } }),
  ).toBeNull();
});
