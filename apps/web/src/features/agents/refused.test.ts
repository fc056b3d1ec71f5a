import type { Command, Question } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import { refusedOf } from "./refused.ts";
import { aTurn } from "./testing/a-turn.ts";

const closedAt = "2026-11-21T12:00:05.000Z";
const input = { command: "rm -rf build" };
const question: Question = {
  ...{ id: "q", agentId: "a", commandId: "c", turnId: "t", kind: "permission", state: "answered_elsewhere" },
  ...{ tool: "Bash", text: "rm -rf build", input, parts: [], plan: null, terminalOnly: false },
  ...{ at: "2026-11-21T12:00:00.000Z", closedAt, version: 1, answerId: null, callTurnId: null },
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

test("a permission was refused, or its call interrupted while it ran, where the command was interrupted with it", () => {
  const interrupted = { ...command, outcome: "interrupted" as const };
  expect(refusedOf(question, { commands: [interrupted], turns: [] })).toBe("maybe");
  const choice = { ...question, kind: "options" as const };
  expect(refusedOf(choice, { commands: [interrupted], turns: [] })).toBe("yes");
  const later = { ...interrupted, completedAt: "2026-11-21T12:09:00.000Z" };
  expect(refusedOf(question, { commands: [later], turns: [] })).toBe("no");
});

test("a question was refused as surely as its call's answer says so, and not where the call failed by itself", () => {
  const asked = (result: unknown) => refusedOf(question, { commands: [command], turns: [call(result)] });
  expect(asked("The user doesn't want to proceed with this tool use. The tool use was rejected")).toBe(
    "maybe",
  );
  expect(asked("Error: User rejected tool use")).toBe("maybe");
  expect(asked("exec command rejected by user")).toBe("yes");
  expect(asked({ stderr: "rm: build: Permission denied" })).toBe("no");
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
  expect(refusedOf(question, { commands: [command], turns: [more] })).toBe("yes");
  const other = { ...question, input: { command: "rm -rf dist" } };
  expect(refusedOf(other, { commands: [command], turns: [more] })).toBe("no");
});

test("what was answered or never was is not refused", () => {
  const interrupted = { ...command, outcome: "interrupted" as const };
  const circumstances = { commands: [interrupted], turns: [] };
  expect(refusedOf({ ...question, state: "answered" }, circumstances)).toBe("no");
  expect(refusedOf({ ...question, kind: "text" }, circumstances)).toBe("no");
});
