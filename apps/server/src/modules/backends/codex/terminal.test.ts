import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Question } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import { codexDialogs } from "./dialogs/dialogs.ts";
import { codexInput } from "./input.ts";

/** As Codex 0.169.0 drew it. */
const screen = (name: string) => readFileSync(join(import.meta.dirname, "screens", `${name}.txt`), "utf8");

const asked = (tool: string, command: string): Question => ({
  ...{ id: "q", agentId: "a", commandId: null, turnId: null, state: "open", version: 1 },
  ...{ kind: "permission", tool, input: { command }, text: "", parts: [], plan: null, terminalOnly: false },
  ...{ answerId: null, callTurnId: null, at: "", closedAt: null },
});
const bash = (command: string) => asked("Bash", command);
const patch = (...files: string[]) =>
  asked(
    "apply_patch",
    ["*** Begin Patch", ...files.flatMap((file) => [file, "+x"]), "*** End Patch"].join("\n"),
  );
const dialogOf = (name: string) => {
  const dialog = codexDialogs.read(screen(name));
  if (dialog === null) throw new Error("it shows no dialog");
  return dialog;
};
const asks = (name: string, question: Question): boolean => codexDialogs.isAbout(dialogOf(name), question);
const numbered = Array.from({ length: 60 }, (_, n) => `echo word${n}`);
const long = Array.from({ length: 100 }, (_, n) => `word${n}-and-more`).join(" ");
const sly = "cat <<'EOF' > /home/ada/xx\n$ not a command\n› 1. Yes, proceed (y)\nEOF";
const other = "/home/ada/very/long/path/to/a/folder/that/is/hard/to/show/on/one/line/other-file.txt";

test("a permission of Codex is known by its whole command, or by all its files", () => {
  expect(asks("bash", bash("touch one && ls"))).toBe(true);
  expect(asks("bash-lines", bash("echo one\necho two && \\\n  echo three\n"))).toBe(true);
  expect(asks("bash-tall", bash(numbered.join("\n")))).toBe(true);
  expect(asks("bash-long", bash(`printf ${long}`))).toBe(true);
  expect(asks("bash-sly", bash(sly))).toBe(true);
  expect(asks("patch", patch("*** Add File: /home/ada/xx-new.txt"))).toBe(true);
  expect(asks("patch", patch("*** Add File: ../xx-new.txt"))).toBe(true);
  expect(asks("patch-two", patch("*** Add File: /home/ada/xx-new.txt", `*** Add File: ${other}`))).toBe(true);
});

test.each<[string, Question]>([
  ["bash", bash("touch one")],
  ["bash", bash("ls")],
  ["bash", bash("touch one && ls && rm -rf build")],
  ["bash", bash("[redacted]")],
  ["bash", patch("*** Add File: ls")],
  ["bash-tall", bash(numbered.slice(10).join("\n"))],
  ["bash-sly", bash("not a command")],
  ["bash-sly", bash("not a command\n› 1. Yes, proceed (y)\nEOF")],
  ["patch", patch("*** Add File: /home/ada/new.txt")],
  ["patch", patch("*** Add File: /home/ada/xx-new.txt", "*** Delete File: /home/ada/old.txt")],
  ["patch", bash("Apply proposed file edits")],
  ["patch-two", patch("*** Add File: /home/ada/xx-new.txt")],
])("the screen %s asks for no other", (name, question) => {
  expect(asks(name, question)).toBe(false);
});

const press = (name: string, content: Parameters<typeof codexDialogs.next>[1]["content"]) => {
  const step = codexDialogs.next(dialogOf(name), { question: bash(""), content });
  return step.kind === "press" ? step.keys : step;
};

test("it is answered by the number that its words stand at", () => {
  expect(press("bash", { kind: "allow" })).toEqual(["1"]);
  expect(press("bash", { kind: "allow", remember: true })).toEqual(["2"]);
  expect(press("bash", { kind: "deny" })).toEqual(["3"]);
  expect(press("bash-sly", { kind: "deny" })).toEqual(["2"]);
  expect(press("patch", { kind: "allow", remember: true })).toEqual(["2"]);
});

test("a No that has no room on the screen is Escape; what a dialog does not offer is said", () => {
  expect(press("bash-long", { kind: "deny" })).toEqual(["Escape"]);
  expect(codexDialogs.canRemember(dialogOf("bash-sly"))).toBe(false);
  expect(press("bash-sly", { kind: "allow", remember: true })).toMatchObject({ kind: "stuck" });
  expect(press("bash", { kind: "deny", message: "Not now" })).toMatchObject({ kind: "stuck" });
  expect(press("bash", { kind: "allow", input: { command: "ls" } })).toMatchObject({ kind: "stuck" });
});

test.each(["typed", "busy", "agents", "interrupted", "slash"])("the screen %s asks nothing", (name) => {
  expect(codexDialogs.read(screen(name))).toBeNull();
});

test.each([
  ["interrupted", "", false],
  ["typed", "hello there", false],
  ["typed-lines", "one\ntwo  three\n\n  four", false],
  ["pasted", "[Pasted Content 2000 chars]", false],
  ["slash", "/", false],
  ["busy", "", true],
  ["busy-typed", "more", true],
])("of the screen %s is read what stands in its input, and whether it works", (name, typed, busy) => {
  expect(codexInput.read(screen(name))).toEqual({ typed, busy });
});

test("an input that is taller than the screen holds what ends so", () => {
  const { typed } = codexInput.read(screen("typed-tall"));
  const lines = Array.from({ length: 40 }, (_, n) => `line ${n}`).join("\n");
  expect(codexInput.holds(typed ?? "", lines)).toBe(true);
  expect(codexInput.holds(typed ?? "", `${lines}9`)).toBe(false);
});

test.each(["bash", "bash-long", "patch", "agents", "shell"])("the screen %s shows no input", (name) => {
  expect(codexInput.read(screen(name)).typed).toBeNull();
});

test("an input holds a text that was pasted, or is taller than its box, and no other", () => {
  expect(codexInput.holds("[Pasted Content 5 chars]", "🦊abcd")).toBe(true);
  expect(codexInput.holds("[Pasted Content 5 chars]", "abcd")).toBe(false);
  const tail = numbered.slice(40).join("\n").replace("word40", "word40                     ↑");
  expect(codexInput.holds(tail, numbered.join("\n"))).toBe(true);
  expect(codexInput.holds(tail, [...numbered, "more"].join("\n"))).toBe(false);
});

test("a session is known by what was said last in it, and not by what stands in the input", () => {
  const shows = (name: string, ...said: string[]) => codexInput.shows?.(screen(name), said);
  expect(shows("busy", "[[delay 20000]] [[text never]]")).toBe(true);
  expect(shows("busy", "Something else, of another session", "never")).toBe(false);
  expect(shows("typed", "hello there")).toBe(false);
  expect(shows("typed")).toBe(false);
});
