import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Question } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import { isAboutClaude } from "./dialog-about.ts";
import { readClaudeDialog } from "./read-dialog.ts";
import { readQuestion } from "./read-question.ts";

/** As Claude Code 2.1.329 drew it. */
const screen = (name: string) => readFileSync(join(import.meta.dirname, "screens", `${name}.txt`), "utf8");

const asked = (tool: string, input: Record<string, unknown>): Question => ({
  ...{ id: "q", agentId: "a", commandId: null, turnId: null, state: "open", version: 1 },
  ...readQuestion({ tool_name: tool, tool_input: input }),
  ...{ answerId: null, callTurnId: null, at: "", closedAt: null },
});
const bash = (command: string) => asked("Bash", { command });
const isAbout = (shown: string, question: Question): boolean => {
  const dialog = readClaudeDialog(shown);
  if (dialog === null) throw new Error("it shows no dialog");
  return isAboutClaude(dialog, question);
};
const asks = (name: string, question: Question) => isAbout(screen(name), question);
/** The dialog of a command, as the real one of `touch one`. */
const ofCommand = (command: string) => screen("bash").replaceAll(/^ touch one$/gm, ` ${command}`);

const touched = Array.from({ length: 60 }, (_, n) => `touch word${n}`);
const words = Array.from({ length: 300 }, (_, n) => `word${n}`).join(" ");
const home = "/home/ada/workspace";
const deep = `/home/${"very-long-folder-name/".repeat(9)}data.ts`;
const door = { door: "front", colour: "deep red", coats: 2 };

test.each<[string, Question]>([
  ["bash-lines", bash("cat > a.txt <<'E'\none\n  two\nE")],
  ["bash-tall", bash(touched.join("\n"))],
  ["bash-wide-tall", bash(`touch ${words}`)],
  ["edit", asked("Edit", { file_path: `${home}/src/data.ts` })],
  ["outside", asked("Write", { file_path: "/home/ada/other.ts" })],
  ["deep", asked("Write", { file_path: deep })],
  ["write-tall", asked("Write", { file_path: `${home}/src/long.ts` })],
  ["read", asked("Read", { file_path: "/etc/hosts" })],
  ["fetch", asked("WebFetch", { url: "https://example.com/a", prompt: "what" })],
  ["mcp", asked("mcp__paint__paint_door", door)],
])("the screen %s asks about its own call", (name, question) => {
  expect(asks(name, question)).toBe(true);
});

test.each<[string, string]>([
  ["git status", "git status && rm -rf build"],
  ["npm test && rm -rf build", "npm test"],
  ["rm -rf build", "npm test && rm -rf build"],
  ["[redacted]", "rm -rf build"],
  ["deploy [redacted]", "deploy && rm -rf build"],
  ["deploy [redacted] now", "deploy x && rm -rf build && deploy now"],
  ["deploy [redacted] now", "deploy now"],
  ["echo … && ls", "echo a && rm -rf build && ls"],
  ["echo a && rm -rf build && ls", "echo … && ls"],
])("an answer to %s is none to %s", (command, other) => {
  expect(isAbout(ofCommand(other), bash(command))).toBe(false);
});

test("a secret that is not kept stands between parts that are", () => {
  expect(isAbout(ofCommand("deploy --key sk-1 now"), bash("deploy --key [redacted] now"))).toBe(true);
  expect(isAbout(ofCommand("deploy --key sk-1 later"), bash("deploy --key [redacted] now"))).toBe(false);
});

test("of a command that is taller than the screen all that is seen is compared", () => {
  expect(asks("bash-tall", bash(touched.slice(45).join("\n")))).toBe(false);
  expect(asks("bash-tall", bash([...touched, "rm -rf build"].join("\n")))).toBe(false);
  expect(asks("bash-tall", bash(touched.slice(-1).join("\n")))).toBe(false);
  expect(asks("bash-tall", bash("[redacted]"))).toBe(false);
});

test.each<[string, Question]>([
  ["edit", asked("Edit", { file_path: "/other/a.ts" })],
  ["edit", asked("Edit", { file_path: `${home}/lib/data.ts` })],
  ["edit", asked("Edit", { file_path: `${home}/other-src/data.ts` })],
  ["edit", asked("Write", { file_path: `${home}/src/data.ts` })],
  ["edit", asked("Read", { file_path: `${home}/src/data.ts` })],
  ["edit", bash("touch src/data.ts")],
  ["read", asked("Edit", { file_path: "/etc/hosts" })],
  ["read", asked("Read", { file_path: "/other/etc/hosts" })],
  ["read", asked("Read", { file_path: "/etc/host" })],
  ["write-tall", asked("Write", { file_path: `${home}/src/very-long.ts` })],
  ["write-tall", asked("Edit", { file_path: `${home}/src/long.ts` })],
  ["deep", asked("Write", { file_path: "/home/very-long-folder-name/data.ts" })],
  ["fetch", asked("WebFetch", { url: "https://example.com/", prompt: "what" })],
  ["fetch", asked("WebFetch", { url: "https://example.com/a/b", prompt: "what" })],
  ["mcp", asked("mcp__paint__paint_door", { ...door, colour: "red" })],
  ["mcp", asked("mcp__paint__paint_door", { door: "front" })],
  ["mcp", asked("mcp__paint__paint", door)],
  ["mcp", asked("mcp__paint__burn_door", door)],
  ["mcp", bash("front")],
  ["bash", asked("mcp__paint__paint_door", { command: "touch one" })],
  ["bash", asked("Task", { prompt: "touch one" })],
])("the screen %s asks about no other file, tool or input", (name, question) => {
  expect(asks(name, question)).toBe(false);
});

test("a dialog that only just fits is compared by its title and its path all the same", () => {
  const lines = screen("edit").split("\n");
  const fits = lines.slice(lines.findIndex((line) => line.trim() === "Edit file")).join("\n");
  expect(isAbout(fits, asked("Edit", { file_path: `${home}/src/data.ts` }))).toBe(true);
  expect(isAbout(fits, asked("Edit", { file_path: `${home}/lib/data.ts` }))).toBe(false);
  expect(isAbout(fits, asked("Write", { file_path: `${home}/src/data.ts` }))).toBe(false);
});
