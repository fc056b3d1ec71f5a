import type { ExecutionAttempt } from "@signalbox/contract/executions";
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

test("each attempt is a part of the way, and what is waited for the next", () => {
  const attempt = (from: number, to: number | null) =>
    ({ name: "attempt", at: at(from), endedAt: to === null ? null : at(to) }) as const;
  const waiting = anExecution({ startedAt: at(1), steps: [attempt(1, 3)], waitsUntil: at(60), attempt: 1 });
  expect(courseOf(waiting, now)).toMatchObject([
    { word: "Queued" },
    { word: "Attempt 1", way: { word: "ran", ms: 2_000 } },
    { word: "Wait 1", aspect: "limited", way: { ms: 7_000, isNow: true } },
    { word: "Ended", at: null },
  ]);
  const steps = [attempt(1, 3), attempt(3, 4), attempt(8, 9)];
  const told = (
    number: number,
    state: "failed" | "succeeded",
    [from, to]: [number, number],
  ): ExecutionAttempt => ({
    number,
    link: 0,
    backend: "claude",
    model: null,
    account: null,
    asks: "prompt",
    why: null,
    sessionId: null,
    ...{ startedAt: at(from), endedAt: at(to), state, reason: null, errorClass: null },
  });
  const attempts = [
    told(1, "failed", [1, 3]),
    // It could not be started, and has no step.
    told(2, "failed", [3, 3]),
    told(3, "failed", [3, 4]),
    told(4, "succeeded", [8, 9]),
  ];
  const over = anExecution({ state: "succeeded", startedAt: at(1), endedAt: at(9), steps, attempts });
  expect(courseOf(over, now).map(({ aspect }) => aspect)).toEqual([
    ...["complete", "failed", "failed", "complete", "complete", "complete"],
  ]);
  expect(courseOf(over, now).map(({ word }) => word)).toEqual([
    ...["Queued", "Attempt 1", "Attempt 2", "Wait 2", "Attempt 3", "Succeeded"],
  ]);
});

test("a workspace that is made, and what is left behind, are parts of the way", () => {
  const workspace = { name: "workspace", at: at(1), endedAt: at(3) } as const;
  const preparing = anExecution({
    ...{ state: "running", startedAt: at(1), steps: [{ ...workspace, endedAt: null }] },
  });
  expect(courseOf(preparing, now).map(({ word, at: time }) => [word, time])).toEqual([
    ["Queued", at(0)],
    ["Workspace", at(1)],
    ["Started", null],
    ["Ended", null],
  ]);
  const attempt = { name: "attempt", at: at(3), endedAt: at(5) } as const;
  const outcome = { name: "outcome", at: at(5), endedAt: at(9) } as const;
  const over = anExecution({
    ...{ state: "succeeded", startedAt: at(1), endedAt: at(5), steps: [workspace, attempt, outcome] },
  });
  expect(courseOf(over, now)).toMatchObject([
    { word: "Queued", way: { ms: 1_000 } },
    { word: "Workspace", way: { ms: 2_000, isNow: false } },
    { word: "Started", at: at(3), way: { ms: 2_000 } },
    { word: "Succeeded", at: at(5), way: { word: "outcomes took", ms: 4_000 } },
    { word: "Outcomes", at: at(9), aspect: "complete", way: null },
  ]);
});
