import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent } from "@signalbox/contract/answers";
import { expect, test } from "vitest";
import { questionOf } from "../ask.ts";
import { codexDialogs } from "./dialogs.ts";

/** As Codex 0.169.0 drew it. */
const screen = (name: string) => readFileSync(join(import.meta.dirname, "../screens", `${name}.txt`), "utf8");
const dialogOf = (name: string) => {
  const dialog = codexDialogs.read(screen(name));
  if (dialog === null) throw new Error("it shows no dialog");
  return dialog;
};
const asked = (...questions: object[]): Question => {
  const question = questionOf({ tool: "request_user_input", input: { questions } });
  if (question === null) throw new Error("it asks nothing");
  return {
    ...{ id: "q", agentId: "a", commandId: null, turnId: null, state: "open", version: 1 },
    ...{ ...question, answerId: null, callTurnId: null, at: "", closedAt: null },
  };
};

const options = (...all: [label: string, description: string][]) =>
  all.map(([label, description]) => ({ label, description }));
const house = "Which colour shall the house have?";
const redOrBlue = options(["red (Recommended)", "The red one"], ["blue", "The blue one"]);
const one = asked({ question: house, options: redOrBlue });
const sea =
  "The blue one is the colour of the sky over the house in the months of summer, and of the sea that it looks at";
const colour = { question: "Which colour?", options: options(["red", "The red one"], ["blue", sea]) };
const roof = {
  question:
    "What shall become of the roof of the house, which was painted two years ago already, and may need no paint at all?",
  options: options(
    ["paint the whole roof with all of its tiles once more", "Takes two days"],
    ["leave it", "As it is"],
  ),
};
const door = { question: "And the door?", options: options(["paint", "It"], ["leave", "It"]) };
const three = asked(colour, roof, door);

const asks = (name: string, question: Question) => codexDialogs.isAbout(dialogOf(name), question);
const follows = (name: string, question: Question) => codexDialogs.mayFollow?.(dialogOf(name), question);

test("a choice of Codex is known by its words and all its options", () => {
  for (const name of ["choice", "choice-empty", "choice-noted"]) expect(asks(name, one)).toBe(true);
  expect(asks("choice-first", three)).toBe(true);
  expect(asks("choice-narrow", asked(colour, door))).toBe(true);
});

test("a later page counts behind the first alone: it does not show what was answered before", () => {
  for (const name of ["choice-second", "choice-third", "choice-third-noted"]) {
    expect(asks(name, three)).toBe(false);
    expect(follows(name, three)).toBe(true);
  }
  expect(follows("choice-first", three)).toBe(false);
  expect(follows("choice-third", asked(colour, door, roof))).toBe(false);
  expect(follows("choice-third", asked(colour, roof, { ...door, question: "The door?" }))).toBe(false);
});

test.each<[string, Question]>([
  ["choice", asked({ question: "Which colour?", options: redOrBlue })],
  ["choice", asked({ question: house, options: redOrBlue.slice(0, 1) })],
  ["choice", asked({ question: house, options: [...redOrBlue, ...options(["green", "Too"])] })],
  ["choice", asked({ question: house, options: redOrBlue }, door)],
  ["choice-first", asked(colour)],
  ["bash", one],
  ["plan", one],
])("the screen %s asks no other", (name, question) => {
  expect(asks(name, question)).toBe(false);
});

const next = (name: string, question: Question, ...answers: string[][]) =>
  codexDialogs.next(dialogOf(name), { question, content: { kind: "options", answers } });
const press = (keys: string | string[], last = false) => ({ kind: "press", keys: [keys].flat(), last });

test("each page is answered by a digit, the last of which sends them all", () => {
  expect(next("choice", one, ["blue"])).toEqual(press("2", true));
  expect(next("choice-first", three, ["red"], ["leave it"], ["paint"])).toEqual(press("1"));
  expect(next("choice-second", three, ["red"], ["leave it"], ["paint"])).toEqual(press("2"));
  expect(next("choice-third", three, ["red"], ["leave it"], ["paint"])).toEqual(press("1", true));
});

test("words of one's own are a note to the option that is none of the others", () => {
  const answers = [["red"], ["leave it"], ["sell\nit"]] as const;
  const write = (name: string) => next(name, three, ...answers.map((each) => [...each]));
  expect(write("choice-third")).toEqual(press(["Down", "Down"]));
  expect(write("choice-third-noted")).toEqual(press("Enter", true));
  expect(next("choice-third-noted", three, ["red"], ["red"], ["keep it"])).toMatchObject({ kind: "stuck" });
  expect(next("choice", one, ["green"])).toEqual(press(["Down", "Down"]));
});

test("nothing that somebody wrote is sent along or taken away", () => {
  expect(next("choice-empty", one, ["blue"])).toEqual(press("Escape"));
  expect(next("choice-noted", one, ["blue"])).toMatchObject({ kind: "stuck" });
  expect(next("choice-noted", one, ["green"])).toMatchObject({ kind: "stuck" });
});

test("a choice is refused by Escape, without words", () => {
  const refuse = (name: string, content: AnswerContent) =>
    codexDialogs.next(dialogOf(name), { question: one, content });
  expect(refuse("choice", { kind: "deny" })).toEqual(press("Escape", true));
  expect(refuse("choice-empty", { kind: "deny" })).toEqual(press("Escape"));
  expect(refuse("choice-noted", { kind: "deny" })).toMatchObject({ kind: "stuck" });
  expect(refuse("choice", { kind: "deny", message: "Not now" })).toMatchObject({ kind: "stuck" });
});

const planned = (plan: string): Question => ({
  ...{ ...one, kind: "plan", tool: null, input: null, parts: [], plan },
});
const short = "# Paint it\n\n1. Buy paint\n";
const tall = `# Paint the **whole** house

With \`care\`, and [a link](https://example.com/x).

## Steps

1. Buy paint
2. Sand the walls, which are old and have cracks in all the places where water came in over the years
   - first the north
   - then the \`south\`
3. Paint
4. Wait

\`\`\`sh
make paint
\`\`\`

| what | cost |
|---|---|
| paint | 30 |

${["Clean up", "Look", "Look again", "Invite", "Rest", "Repeat", "More"].map((step, at) => `${at + 5}. ${step}`).join("\n")}
`;

test("a plan is known by its words, of a tall one by all of it that is seen", () => {
  expect(asks("plan", planned(short))).toBe(true);
  expect(asks("plan-wide", planned(tall))).toBe(true);
  expect(asks("plan-tall", planned(tall))).toBe(true);
});

test.each<[string, Question]>([
  ["plan", planned("# Paint it\n\n1. Buy paint\n2. Sell it\n")],
  ["plan", planned("1. Buy paint")],
  ["plan", one],
  ["plan-wide", planned(tall.replace("north", "south"))],
  ["plan-tall", planned(tall.replace("Invite", "Leave"))],
  ["plan-tall", planned(`${tall}\n12. And more`)],
  ["choice", planned(short)],
  ["bash", planned(short)],
])("the screen %s asks about no other plan", (name, question) => {
  expect(asks(name, question)).toBe(false);
});

test("a plan is approved as it is, or kept planning, without words", () => {
  const answer = (content: AnswerContent) =>
    codexDialogs.next(dialogOf("plan"), { question: planned(short), content });
  expect(answer({ kind: "allow" })).toEqual(press("1", true));
  expect(answer({ kind: "allow", mode: "manual" })).toEqual(press("1", true));
  expect(answer({ kind: "deny" })).toEqual(press("3", true));
  expect(answer({ kind: "allow", mode: "accept_edits" })).toMatchObject({ kind: "stuck" });
  expect(answer({ kind: "deny", message: "Not yet" })).toMatchObject({ kind: "stuck" });
});
