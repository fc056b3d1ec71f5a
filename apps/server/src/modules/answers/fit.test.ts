import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent } from "@signalbox/contract/answers";
import { expect, test } from "vitest";
import { unfitFor } from "./fit.ts";

const part = (text: string, several = false) => ({ header: null, text, several, options: [], answer: null });

const asked = (kind: Question["kind"], parts: Question["parts"] = []): Question => ({
  ...{ id: "q", agentId: "a", commandId: null, turnId: null, kind, state: "open", version: 1, tool: null },
  ...{
    text: "?",
    input: null,
    parts,
    plan: null,
    terminalOnly: false,
    answerId: null,
    callTurnId: null,
    at: "",
    closedAt: null,
  },
});

const two = [part("Which colour?"), part("Which parts?", true)];

test.each<[Question["kind"], AnswerContent]>([
  ["permission", { kind: "allow" }],
  ["permission", { kind: "allow", input: { command: "ls" }, remember: true }],
  ["permission", { kind: "deny", message: "No" }],
  ["plan", { kind: "allow", mode: "accept_edits" }],
  ["plan", { kind: "allow", note: "Mind the windows" }],
  ["plan", { kind: "deny" }],
  ["options", { kind: "options", answers: [["blue"], ["roof", "door"]] }],
  ["options", { kind: "deny" }],
  ["text", { kind: "text", text: "Blue" }],
])("a question of kind %s is answered by %j", (kind, content) => {
  expect(unfitFor(asked(kind, kind === "options" ? two : []), content)).toBeNull();
});

test.each<[Question["kind"], AnswerContent, RegExp]>([
  ["options", { kind: "allow" }, /can't be allowed/],
  ["text", { kind: "allow" }, /can't be allowed/],
  ["text", { kind: "deny" }, /with words/],
  ["permission", { kind: "text", text: "Blue" }, /no question in words/],
  ["permission", { kind: "options", answers: [["yes"]] }, /no choice of options/],
  ["permission", { kind: "allow", mode: "manual" }, /Only a plan/],
  ["permission", { kind: "allow", note: "Mind the windows" }, /Only a plan/],
  ["plan", { kind: "allow", remember: true }, /nothing to remember/],
  ["options", { kind: "options", answers: [["blue"]] }, /2 things are asked, and 1 answered/],
  [
    "options",
    { kind: "options", answers: [["blue", "red"], ["roof"]] },
    /One answer alone fits: Which colour/,
  ],
])("a question of kind %s is not answered by %j", (kind, content, why) => {
  expect(unfitFor(asked(kind, kind === "options" ? two : []), content)).toMatch(why);
});
