import { expect, test } from "vitest";
import type { Exit } from "../../../platform/supervisor/spec.ts";
import { vanishedOf, verdictOf } from "./verdict.ts";

const heard = {
  result: null,
  error_class: null,
  reason: null,
  backend: "claude",
  over_budget: null,
  cancel_asked: false,
} as const;
const ended: Exit = {
  ...{ code: 0, signal: null, stopped: null, failed: null, at: 0, lost: 0 },
  ...{ peakMemoryKb: null, cpuMs: null },
};

test("it succeeded where it says so, and says what it was not allowed to do", () => {
  const row = { ...heard, result: "done", reason: "It was not allowed to use Bash" };
  expect(verdictOf(row, ended)).toEqual({ state: "succeeded", reason: row.reason, errorClass: null });
});

test("an exit code of 0 without a result is no success", () => {
  expect(verdictOf(heard, ended)).toMatchObject({ state: "failed", errorClass: "unknown" });
});

test("a fault that it told keeps its class, whatever the exit code is", () => {
  const row = { ...heard, result: "", error_class: "rate_limit", reason: "You've hit your limit" } as const;
  expect(verdictOf(row, { ...ended, code: 1 })).toEqual({
    ...{ state: "failed", reason: "You've hit your limit", errorClass: "rate_limit" },
  });
});

test("what the supervisor ended was cancelled, or had no time left; what others ended was interrupted", () => {
  const states = [
    { ...ended, code: 143, stopped: "asked" },
    { ...ended, signal: "SIGKILL", stopped: "deadline" },
    { ...ended, code: null, signal: "SIGKILL" },
    { ...ended, code: 143 },
  ] as const;
  const asked = { ...heard, cancel_asked: true };
  expect(states.map((exit) => verdictOf(asked, exit).state)).toEqual([
    ...["cancelled", "timed_out", "interrupted", "interrupted"],
  ]);
  // A machine that goes down tells supervisors to end, too.
  expect(verdictOf(heard, { ...ended, code: 143, stopped: "asked" })).toMatchObject({
    ...{ state: "interrupted", reason: "Something else ended it (its supervisor was told to end)" },
  });
});

test("a program that is not there is missing", () => {
  expect(verdictOf(heard, { ...ended, failed: "spawn claude ENOENT" })).toMatchObject({
    errorClass: "missing",
  });
});

test("what went away without a word was cancelled where that was wished", () => {
  const states = [true, false].map((cancel_asked) => vanishedOf({ cancel_asked, over_budget: null }).state);
  expect(states).toEqual(["cancelled", "interrupted"]);
});

test("what was ended for a budget failed, and says for which", () => {
  const spent = { state: "failed", errorClass: "budget", reason: "It spent its budget" };
  const row = { ...heard, over_budget: "It spent its budget" };
  expect(verdictOf(row, { ...ended, code: 143, stopped: "asked" })).toEqual(spent);
  expect(vanishedOf({ cancel_asked: false, over_budget: "It spent its budget" })).toEqual(spent);
});

test("one that was done before it could be ended for a budget is done", () => {
  const row = { ...heard, result: "done", over_budget: "It spent its budget" };
  expect(verdictOf(row, ended).state).toBe("succeeded");
});

test("a gap in what it printed is told, whatever became of it", () => {
  const gap = "of its output were lost, since there was no room on the disk";
  const done = { ...heard, result: "done" };
  expect(verdictOf(done, { ...ended, lost: 1 })).toMatchObject({
    state: "succeeded",
    reason: `1 line ${gap}`,
  });
  expect(verdictOf(heard, { ...ended, lost: 3 }).reason).toBe(
    `It ended without a result (exit code 0); 3 lines ${gap}`,
  );
});

test("time that went by while it waited for a limit to be over is told so", () => {
  const row = { ...heard, result: "", error_class: "rate_limit", reason: "Status 429" } as const;
  expect(verdictOf(row, { ...ended, code: 143, stopped: "deadline" })).toEqual({
    ...{ state: "timed_out", errorClass: "rate_limit" },
    reason: "Its time was over while it waited: Status 429",
  });
});
