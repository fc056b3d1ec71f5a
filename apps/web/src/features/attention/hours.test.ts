import { expect, test } from "vitest";
import { hourBars } from "./hours.ts";

const today = (hour: number, minute = 0) => new Date(2026, 10, 21, hour, minute);

test("a day has all its hours: quiet ones are empty, those to come are still open", () => {
  const bars = hourBars([{ hour: today(9).toISOString(), completed: 3, done: 2 }], today(11, 30).getTime());
  expect(bars.map(({ completed }) => completed)).toEqual([
    ...Array(9).fill(0),
    3,
    ...[0, 0],
    ...Array(12).fill(null),
  ]);
  expect(bars[9]?.at).toBe(today(9).getTime());
});

test("a day of one command, and one of none, is as long as any other", () => {
  expect(hourBars([], today(0, 1).getTime())).toHaveLength(24);
  expect(hourBars([], today(23, 59).getTime())).toHaveLength(24);
});
