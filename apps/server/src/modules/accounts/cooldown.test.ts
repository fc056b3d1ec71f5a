import { expect, test } from "vitest";
import { afterLimit, rowAfterSuccess } from "./cooldown.ts";

const at = new Date("2026-12-01T12:00:00Z");
const inSeconds = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
const none = { limitedUntil: null, inRow: 0 };

test("a limit is over when the CLI said so", () => {
  expect(afterLimit(none, { at, resetsAt: inSeconds(7_000) })).toEqual({
    limitedUntil: inSeconds(7_000),
    inRow: 1,
  });
});

test("a limit of which nothing is known is waited out, twice as long each time, for an hour at most", () => {
  const waits = [0, 1, 2, 5, 6, 7, 50].map((inRow) => {
    const { limitedUntil } = afterLimit({ limitedUntil: null, inRow }, { at, resetsAt: null });
    return (limitedUntil.getTime() - at.getTime()) / 1_000;
  });
  expect(waits).toEqual([60, 120, 240, 1_920, 3_600, 3_600, 3_600]);
});

test("those that ran side by side met one limit, not one each", () => {
  const first = afterLimit(none, { at, resetsAt: null });
  expect(afterLimit(first, { at: inSeconds(1), resetsAt: null })).toEqual(first);
});

test("the longer of two limits stands, and a time that is over says nothing", () => {
  const week = { limitedUntil: inSeconds(90_000), inRow: 1 };
  expect(afterLimit(week, { at, resetsAt: inSeconds(60) }).limitedUntil).toEqual(inSeconds(90_000));
  expect(afterLimit(none, { at, resetsAt: inSeconds(-5) }).limitedUntil).toEqual(inSeconds(60));
});

test("no limit is believed to last for years", () => {
  const { limitedUntil } = afterLimit(none, { at, resetsAt: new Date("9999-01-01T00:00:00Z") });
  expect(limitedUntil).toEqual(inSeconds(31 * 24 * 3_600));
});

test("a success ends the row, but not that of a limit that stands", () => {
  expect(rowAfterSuccess({ limitedUntil: inSeconds(-1), inRow: 3 }, at)).toBe(0);
  expect(rowAfterSuccess({ limitedUntil: inSeconds(1), inRow: 3 }, at)).toBe(3);
});
