import type { Question } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import { type Decision, placeChoices, readChoice, readVerdict, readWords } from "./read-answer.ts";

const part = (text: string, labels: string[], several = false): Question["parts"][number] => ({
  ...{ header: null, text, several, answer: null },
  options: labels.map((label) => ({ label, description: null, preview: null })),
});
const colours = part("Which colour?", ["red", "blue"]);
const parts = part("Which parts?", ["roof", "door", "wall"], true);
const allow = (more = {}): Decision => ({ kind: "answer", content: { kind: "allow", ...more } });
const deny = (more = {}): Decision => ({ kind: "answer", content: { kind: "deny", ...more } });

test.each<[string, Question["kind"], Decision]>([
  ["y", "permission", allow()],
  [" Yes ", "plan", allow()],
  ["a", "permission", allow({ remember: true })],
  ["e", "plan", allow({ mode: "accept_edits" })],
  ["y mind the windows", "plan", allow({ note: "mind the windows" })],
  ["e mind them ", "plan", allow({ mode: "accept_edits", note: "mind them" })],
  ["n", "permission", deny()],
  ["no  not that one, please ", "plan", deny({ message: "not that one, please" })],
  ["s", "plan", { kind: "skip" }],
  ["Q", "permission", { kind: "quit" }],
])("%j to a %s is understood", (line, kind, typed) => {
  expect(readVerdict(line, { kind }, true)).toEqual({ value: typed });
});

test.each<[string, Question["kind"], boolean]>([
  ["", "permission", true],
  ["yes please", "permission", true],
  ["a", "permission", false],
  ["a", "plan", true],
  ["e", "permission", true],
  ["maybe", "plan", true],
])("%j to a %s answers nothing", (line, kind, canRemember) => {
  expect(readVerdict(line, { kind }, canRemember)).toEqual({ why: expect.any(String) });
});

test("to a question in words any line is the answer", () => {
  expect(readWords(" no, the blue one ")).toEqual({
    value: { kind: "answer", content: { kind: "text", text: "no, the blue one" } },
  });
  expect(readWords("/skip")).toEqual({ value: { kind: "skip" } });
  expect(readWords(" ")).toEqual({ why: "nothing was typed" });
});

test("numbers choose options, anything else is words", () => {
  expect(readChoice("2", colours)).toEqual({ value: { kind: "chosen", labels: ["blue"] } });
  expect(readChoice("1, 3 1", parts)).toEqual({ value: { kind: "chosen", labels: ["roof", "wall"] } });
  expect(readChoice("a light green", colours)).toEqual({
    value: { kind: "chosen", labels: ["a light green"] },
  });
  expect(readChoice("no", colours)).toEqual({ value: deny() });
  expect(readChoice("north side", colours)).toEqual({ value: { kind: "chosen", labels: ["north side"] } });
  expect(readChoice("s", colours)).toEqual({ value: { kind: "skip" } });
  for (const line of ["", "3", "0", "1 2"])
    expect(readChoice(line, colours)).toEqual({ why: expect.any(String) });
});

test("an option's name is that option, whatever else it could mean", () => {
  const chosen = (...labels: string[]) => ({ value: { kind: "chosen", labels } });
  const words = part("Sure?", ["Yes", "No", "s"]);
  expect(readChoice("no", words)).toEqual(chosen("No"));
  expect(readChoice("YES", words)).toEqual(chosen("Yes"));
  expect(readChoice("s", words)).toEqual(chosen("s"));
  expect(readChoice("n", words)).toEqual({ value: deny() });
  const numbers = part("How many?", ["2", "4", "8"]);
  expect(readChoice("8", numbers)).toEqual(chosen("8"));
  expect(readChoice("2", numbers)).toEqual({ why: "2 is an option, and the number of another: type #1" });
  expect(readChoice("#1", numbers)).toEqual(chosen("2"));
});

test("labels that were named belong to the part that offers them", () => {
  const question = { parts: [colours, parts] } as const;
  expect(placeChoices(asQuestion(question), ["roof", "blue", "door"])).toEqual([["blue"], ["roof", "door"]]);
  expect(placeChoices(asQuestion(question), ["green"])).toMatch(/No part offers "green"/);
  expect(placeChoices(asQuestion({ parts: [colours, colours] }), ["red"])).toMatch(
    /Several parts offer "red"/,
  );
});

const asQuestion = ({ parts }: { parts: readonly Question["parts"][number][] }): Question => ({
  ...{ id: "q", agentId: "a", commandId: null, turnId: null, kind: "options", state: "open", version: 1 },
  ...{ tool: null, text: "", input: null, plan: null, terminalOnly: false, answerId: null, callTurnId: null },
  ...{ at: "2026-01-01T00:00:00.000Z", closedAt: null, parts: [...parts] },
});
