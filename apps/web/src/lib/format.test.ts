import { expect, test } from "vitest";
import { count, moment, roughly, shortened, shortPath, took, until } from "./format.ts";

const minute = 60_000;

test.each([
  [0, "0 s"],
  [-5, "0 s"],
  [52_900, "52 s"],
  [12 * minute, "12 min"],
  [119 * minute, "1 h"],
  [50 * 60 * minute, "2 d"],
])("a wait of %i ms is said in one unit", (durationMs, words) => {
  expect(roughly(durationMs)).toBe(words);
});

test.each([
  [0, "< 1 s"],
  [840, "840 ms"],
  [1_400, "1.4 s"],
  [48_200, "48 s"],
  [59_900, "59 s"],
  [112_000, "1 min 52 s"],
  [16 * minute, "16 min"],
  [120 * minute, "2 h"],
  [125 * minute, "2 h 5 min"],
])("what took %i ms is said in two units", (durationMs, words) => {
  expect(took(durationMs)).toBe(words);
});

test.each([
  [0, "1 s"],
  [40_000, "40 s"],
  [60_000, "1 min"],
  [11 * minute + 1, "12 min"],
  [59 * minute + 1, "1 h"],
  [125 * minute, "2 h 5 min"],
  [24 * 60 * minute, "1 d"],
  [76 * 60 * minute - 1, "3 d 4 h"],
])("what comes in %i ms is said rounded up", (durationMs, words) => {
  expect(until(durationMs)).toBe(words);
});

test("today is said by the clock, other days by their date too", () => {
  const noon = new Date(2026, 10, 21, 12, 0).getTime();
  expect(moment(new Date(2026, 10, 21, 9, 5).getTime(), noon)).toBe("09:05");
  expect(moment(new Date(2026, 10, 19, 9, 5).getTime(), noon)).toBe("19 Nov 09:05");
  expect(moment(new Date(2025, 10, 21, 9, 5).getTime(), noon)).toBe("21 Nov 2025");
});

test("a home folder is shortened, and only at the front", () => {
  expect(shortPath("/home/mara/work")).toBe("~/work");
  expect(shortPath("/Users/mara")).toBe("~");
  expect(shortPath("/srv/home/mara")).toBe("/srv/home/mara");
});

test("a long text is cut between two words", () => {
  const text = "Which bucket is\nthe staging mirror?";
  expect(shortened(text, 40)).toBe("Which bucket is the staging mirror?");
  expect(shortened(text, 14)).toBe("Which bucket…");
  expect(shortened("x".repeat(20), 14)).toBe(`${"x".repeat(14)}…`);
});

test("one is not many", () => {
  expect(count(1, "entry", "entries")).toBe("1 entry");
  expect(count(0, "agent")).toBe("0 agents");
});
