import type { Execution } from "@signalbox/contract/executions";
import { expect, test } from "vitest";
import { courseOf } from "./course-of.ts";

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 30, 16, 0, seconds)).toISOString();
const now = Date.parse(at(10));
const anExecution = (some: Partial<Execution>): Execution => ({
  id: "01a22d43-aa6c-718c-9995-a675838426bb",
  bot: { id: "01a22d43-aa1e-7c00-afe1-768ff2287382", name: "A bot", version: 1 },
  ...{ projectId: null, backend: "claude", model: null, access: "read", workspace: "none" },
  ...{ state: "queued", reason: null, errorClass: null, resetsAt: null, by: "ada" },
  ...{ queuedAt: at(0), startedAt: null, endedAt: null, deadline: null, pausedAt: null, asked: null },
  usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, costMicros: null },
  log: { lines: 0, bytes: 0 },
  ...some,
});

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
