import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent } from "@signalbox/contract/answers";
import { describe, expect, test } from "vitest";
import { claudeDialogs } from "./dialog-steps.ts";
import { readQuestion } from "./read-question.ts";

/** As Claude Code 2.1.329 drew it, 80 columns wide. */
const screen = (name: string) => readFileSync(join(import.meta.dirname, "screens", `${name}.txt`), "utf8");

const asked = (tool: string, input: Record<string, unknown>): Question => ({
  ...{ id: "q", agentId: "a", commandId: null, turnId: null, state: "open", version: 1 },
  ...readQuestion({ tool_name: tool, tool_input: input }),
  ...{ answerId: null, callTurnId: null, at: "", closedAt: null },
});
const bash = (command: string) => asked("Bash", { command });
const option = (label: string) => ({ label, description: `The ${label} one` });
const colour = {
  ...{ header: "Colour", question: "Which colour?", multiSelect: false },
  options: ["red", "blue"].map(option),
};
const parts = {
  ...{ header: "Parts", question: "Which parts?", multiSelect: true },
  options: ["roof", "door", "wall"].map(option),
};
const several = asked("AskUserQuestion", { questions: [colour, parts] });
const single = asked("AskUserQuestion", { questions: [colour] });
const plan = asked("ExitPlanMode", {
  plan: "# Paint the door\n",
  planFilePath: `/home/ada/.claude/plans/${planFile()}`,
});
const noPlan = asked("ExitPlanMode", {});
const unseen: Question = {
  ...bash("x"),
  tool: null,
  input: null,
  terminalOnly: true,
  text: "A dialog waits",
};
const long = `echo ${Array.from({ length: 60 }, (_, n) => `word${n}`).join(" ")} > long.txt`;

function planFile(): string {
  return /plans\/([\w-]+\.md)/.exec(screen("plan").replace(/\s+/g, ""))?.[1] ?? "";
}

const shown = (name: string) => {
  const dialog = claudeDialogs.read(screen(name));
  if (dialog === null) throw new Error(`${name} shows no dialog`);
  return dialog;
};
const next = (name: string, question: Question, content: AnswerContent) =>
  claudeDialogs.next(shown(name), { question, content });
const press = (last: boolean, ...keys: string[]) => ({ kind: "press", keys, last });

test("where the input stands there is no dialog, whatever the agent wrote above it", () => {
  expect(claudeDialogs.read(screen("idle"))).toBeNull();
  expect(claudeDialogs.read(screen("auto-off"))).toBeNull();
  expect(claudeDialogs.read("")).toBeNull();
});

test.each<[string, Question]>([
  ["bash", bash("touch one")],
  ["bash-long", bash(long)],
  ["bash-ask-again", bash("curl -X POST http://127.0.0.1:9/ && touch /tmp/x")],
  ["bash-ask-again", bash("curl -X POST [redacted] && touch /tmp/x")],
  ["write", asked("Write", { file_path: "/home/ada/workspace/a", content: "1. Yes" })],
  ["several", several],
  ["several-own", several],
  ["several-ticked", several],
  ["several-review", several],
  ["single", single],
  ["plan", plan],
  ["plan-empty", noPlan],
  ["auto-asks", unseen],
  ["auto-asks", bash("curl -X POST http://127.0.0.1:9/")],
])("the screen %s asks its own question, and none of another", (name, question) => {
  expect(claudeDialogs.isAbout(shown(name), question)).toBe(true);
  const others = [
    ...[bash("touch two"), asked("Write", { file_path: "/tmp/other", content: "" }), noPlan],
    ...[asked("AskUserQuestion", { questions: [{ ...colour, question: "Which other?" }] })],
    ...[asked("ExitPlanMode", { plan: "# Other", planFilePath: "/x/other.md" })],
  ];
  for (const other of others.filter(({ text }) => text !== question.text))
    expect(claudeDialogs.isAbout(shown(name), other), other.text).toBe(false);
});

describe("a permission", () => {
  const command = bash("touch one");

  test("is allowed by the number of Yes", () => {
    expect(next("bash", command, { kind: "allow" })).toEqual(press(true, "1"));
    expect(next("write", command, { kind: "allow" })).toEqual(press(true, "1"));
  });

  test("is allowed from now on by what the dialog offers, which is no other mode", () => {
    const remember = { kind: "allow", remember: true } as const;
    expect(next("bash", command, remember)).toEqual(press(true, "2"));
    expect(next("bash-ask-again", command, remember)).toEqual(press(true, "2"));
    expect(next("write", command, remember)).toEqual(press(true, "2"));
    expect(next("auto-asks", unseen, remember)).toMatchObject({ kind: "stuck" });
    expect(claudeDialogs.canRemember(shown("auto-asks"))).toBe(false);
  });

  test("is refused with words, so that the agent goes on, or stops it where that is wanted", () => {
    const why = { kind: "deny", message: "because of it,\nand 1" } as const;
    expect(next("bash", command, why)).toEqual(press(false, "Down", "Down", "Down"));
    expect(next("bash-no-amended", command, why)).toEqual({ kind: "type", text: "because of it, and 1" });
    expect(next("bash-no-typed", command, why)).toEqual(press(true, "Enter"));
    expect(next("bash-no-typed", command, { kind: "deny", message: "other words" })).toMatchObject({
      kind: "stuck",
    });
    expect(next("bash", command, { kind: "deny", interrupt: true })).toEqual(press(true, "4"));
  });

  test("without numbers is answered by the cursor", () => {
    expect(next("auto-asks", unseen, { kind: "allow" })).toEqual(press(true, "Down", "Enter"));
    expect(next("auto-asks", unseen, { kind: "deny" })).toEqual(press(true, "Enter"));
  });

  test("takes no other input by keys", () => {
    expect(next("bash", command, { kind: "allow", input: { command: "ls" } })).toMatchObject({
      kind: "stuck",
    });
  });
});

describe("a choice", () => {
  const answer = (...answers: string[][]): AnswerContent => ({ kind: "options", answers });

  test("is picked by the number that its label has on the screen", () => {
    expect(next("single", single, answer(["blue"]))).toEqual(press(true, "2"));
    expect(next("several", several, answer(["blue"], ["roof"]))).toEqual(press(false, "2"));
  });

  test("takes words of one's own", () => {
    expect(next("several", several, answer(["my own"], ["roof"]))).toEqual(press(false, "Down", "Down"));
    expect(next("several-own", several, answer(["my own"], ["roof"]))).toEqual(press(false, "Enter"));
  });

  test("of several is ticked until all are as wanted, then left for what comes next", () => {
    expect(next("several-ticked", several, answer(["my own"], ["roof", "door", "extra"]))).toEqual(
      press(false, "Up"),
    );
    expect(next("several-ticked", several, answer(["my own"], ["roof", "extra"]))).toEqual(
      press(false, "Down"),
    );
    expect(next("several-submit", several, answer(["my own"], ["roof", "extra"]))).toEqual(
      press(false, "Enter"),
    );
    expect(next("several-submit", several, answer(["my own"], ["door", "extra"]))).toEqual(press(false, "1"));
  });

  test("is sent where the terminal sums up these very answers", () => {
    expect(next("several-review", several, answer(["my own"], ["roof", "extra"]))).toEqual(press(true, "1"));
    expect(next("several-review", several, answer(["red"], ["roof", "extra"]))).toMatchObject({
      kind: "stuck",
    });
    expect(next("several-review", several, answer(["my own"], ["roof"]))).toMatchObject({ kind: "stuck" });
  });

  test("is refused without words", () => {
    expect(next("single", single, { kind: "deny" })).toEqual(press(true, "Escape"));
    expect(next("single", single, { kind: "deny", message: "No" })).toMatchObject({ kind: "stuck" });
  });
});

describe("a plan", () => {
  test("is approved in the mode that the dialog offers", () => {
    expect(next("plan", plan, { kind: "allow", mode: "manual" })).toEqual(press(true, "2"));
    expect(next("plan", plan, { kind: "allow", mode: "accept_edits" })).toMatchObject({ kind: "stuck" });
    expect(next("plan-empty", noPlan, { kind: "allow" })).toEqual(press(true, "1"));
  });

  test("is sent back with words where the dialog takes some", () => {
    expect(next("plan", plan, { kind: "deny", message: "shorter" })).toEqual(press(false, "Down", "Down"));
    expect(next("plan-empty", noPlan, { kind: "deny" })).toEqual(press(true, "2"));
    expect(next("plan-empty", noPlan, { kind: "deny", message: "shorter" })).toMatchObject({ kind: "stuck" });
  });
});
