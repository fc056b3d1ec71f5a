import type { Command, Question } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import { isRefused } from "./refused.ts";
import { aTurn } from "./testing/a-turn.ts";

const closedAt = "2026-11-21T12:00:05.000Z";
const input = { command: "rm -rf build" };
const question: Question = {
  ...{ id: "q", agentId: "a", commandId: "c", turnId: "t", kind: "permission", state: "answered_elsewhere" },
  ...{ tool: "Bash", text: "rm -rf build", input, parts: [], plan: null, terminalOnly: false },
  ...{ at: "2026-11-21T12:00:00.000Z", closedAt, version: 1, answerId: null },
};
const command: Command = {
  ...{ id: "c", agentId: "a", state: "complete", outcome: "done", errorClass: null, errorText: null },
  ...{ resetsAt: null, instruction: "Tidy up", startedAt: "", completedAt: closedAt, usage: null },
};
const call = (result: unknown) =>
  aTurn({
    commandId: "c",
    tool: { name: "Bash", useId: "u", input, result, failed: true, durationMs: null },
  });

test("a question was refused where the command was interrupted with it", () => {
  const interrupted = { ...command, outcome: "interrupted" as const };
  expect(isRefused(question, { commands: [interrupted], turns: [] })).toBe(true);
  const later = { ...interrupted, completedAt: "2026-11-21T12:09:00.000Z" };
  expect(isRefused(question, { commands: [later], turns: [] })).toBe(false);
});

test("a question was refused where its call's answer says so, and not where the call failed by itself", () => {
  const asked = (result: unknown) => isRefused(question, { commands: [command], turns: [call(result)] });
  expect(asked("The user doesn't want to proceed with this tool use. The tool use was rejected")).toBe(true);
  expect(asked("Error: User rejected tool use")).toBe(true);
  expect(asked({ stderr: "rm: build: Permission denied" })).toBe(false);
});

test("a call tells more of itself than was asked about, and its name in other letters", () => {
  const more = aTurn({
    commandId: "c",
    tool: {
      ...{ name: "bash", useId: "u", failed: true, durationMs: null },
      input: { ...input, description: "Tidy up" },
      result: "The user rejected permission to use this specific tool call.",
    },
  });
  expect(isRefused(question, { commands: [command], turns: [more] })).toBe(true);
  const other = { ...question, input: { command: "rm -rf dist" } };
  expect(isRefused(other, { commands: [command], turns: [more] })).toBe(false);
});

test("what was answered or never was is not refused", () => {
  const interrupted = { ...command, outcome: "interrupted" as const };
  const circumstances = { commands: [interrupted], turns: [] };
  expect(isRefused({ ...question, state: "answered" }, circumstances)).toBe(false);
  expect(isRefused({ ...question, kind: "text" }, circumstances)).toBe(false);
});
