import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Question } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import { geminiDialogs } from "./terminal.ts";

/** As Gemini CLI 0.61.0 drew it. */
const screen = (name: string) => readFileSync(join(import.meta.dirname, "screens", `${name}.txt`), "utf8");

const asked = (tool: string, input: Record<string, string>): Question => ({
  ...{ id: "q", agentId: "a", commandId: null, turnId: null, state: "open", version: 1 },
  ...{ kind: "permission", tool, input, text: "", parts: [], plan: null, terminalOnly: true },
  ...{ answerId: null, callTurnId: null, at: "", closedAt: null },
});
const bash = (command: string) => asked("Bash", { command });
const edit = (filePath: string) => asked("Edit", { filePath });
const asks = (name: string, question: Question): boolean => {
  const dialog = geminiDialogs.read(screen(name));
  if (dialog === null) throw new Error("it shows no dialog");
  return geminiDialogs.isAbout(dialog, question);
};
const lines = Array.from({ length: 60 }, (_, n) => `echo word${n}`);

test("a permission of Gemini CLI is known by its whole command, or by its file", () => {
  expect(asks("bash", bash("touch one && ls"))).toBe(true);
  expect(asks("bash-tall", bash(lines.join("\n")))).toBe(true);
  expect(asks("write", edit("/home/ada/workspace/src/new.ts"))).toBe(true);
});

test.each<[string, Question]>([
  ["bash", bash("touch one")],
  ["bash", bash("ls")],
  ["bash", bash("touch one && ls && rm -rf build")],
  ["bash", bash("[redacted]")],
  ["bash", edit("/home/ada/ls")],
  ["bash-tall", bash(lines.slice(50).join("\n"))],
  ["bash-tall", bash([...lines, "rm -rf build"].join("\n"))],
  ["write", edit("/home/ada/workspace/lib/new.ts")],
  ["write", edit("/home/ada/workspace/src/very-new.ts")],
  ["write", bash("hello")],
])("the screen %s asks for no other", (name, question) => {
  expect(asks(name, question)).toBe(false);
});
