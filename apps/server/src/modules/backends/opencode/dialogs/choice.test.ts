import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent } from "@signalbox/contract/answers";
import { expect, test } from "vitest";
import { questionOf } from "../observations.ts";
import { opencodeDialogs } from "./dialogs.ts";

/** As OpenCode 1.18.33 drew it, with its colours. */
const dialogOf = (name: string) => {
  const screen = readFileSync(join(import.meta.dirname, "../screens", `${name}.txt`), "utf8");
  const dialog = opencodeDialogs.read(screen);
  if (dialog === null) throw new Error("it shows no dialog");
  return dialog;
};
const asked = (...questions: object[]): Question => ({
  ...{ id: "q", agentId: "a", commandId: null, turnId: null, state: "open", version: 1 },
  ...questionOf({ questions }),
  ...{ answerId: null, callTurnId: null, at: "", closedAt: null },
});
const described = (...labels: string[]) =>
  labels.map((label) => ({ label, description: `The ${label} one` }));

const colours = { header: "Colour", options: described("red", "blue") };
const one = asked({ ...colours, question: "Which colour shall the house have?" });
const wall = "The wall is the largest part of all that can be painted here, and takes two days of work";
const parts = {
  header: "Parts",
  question:
    "Which parts of the house shall be painted, and shall any of them be left as they are, because it is too much work?",
  multiple: true,
  options: [...described("roof"), { label: "door", description: "" }, { label: "wall", description: wall }],
};
const colour = { ...colours, question: "Which colour?" };
const two = asked(colour, parts);

const asks = (name: string, question: Question) => opencodeDialogs.isAbout(dialogOf(name), question);

test("a choice of OpenCode is known by its words and all its options, on whichever of its pages", () => {
  expect(asks("choice", one)).toBe(true);
  expect(asks("choice-written", one)).toBe(true);
  for (const page of ["pages", "picked", "writing", "ticked"]) expect(asks(`choice-${page}`, two)).toBe(true);
});

test.each<[string, Question]>([
  ["choice", asked({ ...colours, question: "Which colour?" })],
  ["choice", asked({ ...colours, question: one.text, options: described("red", "green") })],
  ["choice", asked({ ...colours, question: one.text, options: described("red", "blue", "green") })],
  ["choice", asked({ ...colours, question: one.text, multiple: true })],
  ["choice", asked({ ...colours, question: one.text, options: described("red") })],
  ["choice-pages", asked(colour)],
  ["choice-pages", asked(colour, { ...parts, header: "Other" })],
  ["choice-review", two],
  ["bash", one],
])("the screen %s asks no other", (name, question) => {
  expect(asks(name, question)).toBe(false);
});

const next = (name: string, question: Question, ...answers: string[][]) =>
  opencodeDialogs.next(dialogOf(name), { question, content: { kind: "options", answers } });
const press = (key: string, last = false) => ({ kind: "press", keys: [key], last });

test("one answer is sent by its digit, and words of one's own from their field", () => {
  expect(next("choice", one, ["blue"])).toEqual(press("2", true));
  expect(next("choice", one, ["green"])).toEqual(press("3"));
  expect(next("choice-empty", one, ["green\nas grass"])).toEqual({ kind: "type", text: "green as grass" });
  expect(next("choice-written", one, ["green as grass"])).toEqual(press("Enter", true));
});

test("no digit is pressed where it would be written", () => {
  expect(next("choice-empty", one, ["blue"])).toEqual(press("Escape"));
  expect(next("choice-written", one, ["blue"])).toMatchObject({ kind: "stuck" });
  expect(next("choice-written", one, ["green"])).toMatchObject({ kind: "stuck" });
});

test("several pages are filled in one after the other", () => {
  expect(next("choice-pages", two, ["blue"], ["roof"])).toEqual(press("2"));
  expect(next("choice-picked", two, ["blue"], ["roof"])).toEqual(press("Tab"));
  expect(next("choice-picked", two, ["red"], ["roof"])).toEqual(press("1"));
  expect(next("choice-writing", two, ["blue"], ["roof", "wall", "the fence"])).toEqual(press("Enter"));
  expect(next("choice-ticked", two, ["blue"], ["roof", "wall", "the fence"])).toEqual(press("Tab"));
  expect(next("choice-ticked", two, ["blue"], ["roof", "door", "the fence"])).toEqual(press("2"));
  expect(next("choice-ticked", two, ["blue"], ["roof"])).toMatchObject({ kind: "stuck" });
});

test("the last page is sent where it shows what is wanted, in whatever order it was ticked", () => {
  expect(opencodeDialogs.mayFollow?.(dialogOf("choice-review"), two)).toBe(true);
  expect(opencodeDialogs.mayFollow?.(dialogOf("choice-review"), one)).toBe(false);
  const sent = press("Enter", true);
  expect(next("choice-review", two, ["blue"], ["roof", "wall", "the fence"])).toEqual(sent);
  expect(next("choice-review", two, ["blue"], ["the fence", "wall", "roof"])).toEqual(sent);
  expect(next("choice-review", two, ["red"], ["roof", "wall", "the fence"])).toEqual(press("Tab"));
  expect(next("choice-review", two, ["blue"], ["roof", "wall"])).toEqual(press("Tab"));
});

test("a choice is refused by Escape, which leaves what is being written first", () => {
  const refuse = (name: string, content: AnswerContent, question = one) =>
    opencodeDialogs.next(dialogOf(name), { question, content });
  expect(refuse("choice", { kind: "deny" })).toEqual(press("Escape", true));
  expect(refuse("choice-empty", { kind: "deny" })).toEqual(press("Escape"));
  expect(refuse("choice-ticked", { kind: "deny" }, two)).toEqual(press("Escape", true));
  expect(refuse("choice-written", { kind: "deny" })).toMatchObject({ kind: "stuck" });
  expect(refuse("choice", { kind: "deny", message: "Not now" })).toMatchObject({ kind: "stuck" });
});
