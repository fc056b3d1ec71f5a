import { expect, test } from "vitest";
import { courseOf } from "./course-of.ts";
import { anExecution } from "./testing/an-execution.ts";

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 30, 16, 0, seconds)).toISOString();
const now = Date.parse(at(10));

test("one that waits has waited until now", () => {
  expect(courseOf(anExecution({}), now)).toMatchObject([
    { word: "Queued", aspect: "commanded", way: { ms: 10_000, isNow: true } },
    { word: "Started", at: null, aspect: "idle", way: { isNow: false } },
    { word: "Ended", at: null, aspect: "idle" },
  ]);
});

test("one that runs grows", () => {
  expect(courseOf(anExecution({ state: "running", startedAt: at(2) }), now)).toMatchObject([
    { way: { ms: 2_000, isNow: false } },
    { aspect: "processing", way: { ms: 8_000, isNow: true } },
    { at: null },
  ]);
});

test("one that is over says how it ended", () => {
  const over = anExecution({ state: "timed_out", startedAt: at(2), endedAt: at(5) });
  expect(courseOf(over, now).at(-1)).toEqual({ word: "Timed out", at: at(5), aspect: "limited", way: null });
});

test("one that was cancelled as it waited never began", () => {
  const dropped = courseOf(anExecution({ state: "cancelled", endedAt: at(3) }), now);
  expect(dropped.map(({ word }) => word)).toEqual(["Queued", "Cancelled"]);
  expect(dropped[0]?.way).toMatchObject({ ms: 3_000, isNow: false });
});
