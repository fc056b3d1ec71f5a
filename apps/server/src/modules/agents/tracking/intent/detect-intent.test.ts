import { describe, expect, test } from "vitest";
import { detectIntent } from "./detect-intent.ts";
import { detectReply } from "./detect-reply.ts";
import { labelledSets } from "./labelled.testing.ts";
import { isHeldOut } from "./labelled.ts";
import { measure, precisionOf, recallOf } from "./measure.ts";

describe("the labelled messages", async () => {
  const { first, later } = await labelledSets();
  const wrong = (messages: typeof first) =>
    measure(messages).flatMap(({ message, read }) => (read === message.intent ? [] : [message.id]));

  test.each([
    ["all", [...first, ...later]],
    ["held out", first.filter(isHeldOut)],
  ])("questions are found and nothing else is taken for one: %s", (_, messages) => {
    const measured = measure(messages);
    expect(recallOf(measured, "question"), wrong(messages).join(" ")).toBeGreaterThanOrEqual(0.97);
    expect(precisionOf(measured, "question"), wrong(messages).join(" ")).toBeGreaterThanOrEqual(0.95);
  });

  test.each(["completion", "progress", "command", "answer"] as const)("%s is found", (intent) => {
    const measured = measure([...first, ...later]);
    expect(recallOf(measured, intent)).toBeGreaterThanOrEqual(0.95);
    expect(precisionOf(measured, intent)).toBeGreaterThanOrEqual(0.95);
  });

  test("each has an id of its own", () => {
    const ids = [...first, ...later].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test.each([
  ["Done.\n\nWhat next?\n```ts\nconst a = 1;\n```\n", "ends with a question"],
  ['Is this what you meant by "later?")', "ends with a question"],
  ["Which one?\n\n- a\n- b", "a question with options behind it"],
  ["All tests pass. Shall I push? It deploys to staging.", "a question with a remark behind it"],
  ["Done. Anything else?", "asks out of courtesy"],
  ["All tests pass. Next I'll write the docs.", "says what is left to do"],
  ["Please confirm. I have fixed the rest.", "says that it needs the person"],
  ["Fixed.", "says that it has finished"],
  ["42", "says neither"],
  ["", "says neither"],
  ["***", "says neither"],
  ["Why? Because it failed.", "says neither"],
  ["```\nreally?\n```", "says neither"],
])("%j: %s", (text, rule) => {
  expect(detectIntent(text).rule).toBe(rule);
});

test.each([
  ["one character", (size: number) => `${"*".repeat(size)}a`],
  ["question marks", (size: number) => "?".repeat(size)],
  ["half phrases", (size: number) => "let me know I need ".repeat(size / 19)],
  ["half quotations", (size: number) => '"„“[a]('.repeat(size / 7)],
  ["fences that never close", (size: number) => "```\n~~~\n".repeat(size / 8)],
  ["rulers", (size: number) => `${"- ".repeat(size / 2)}x`],
  ["short lines", (size: number) => "a?\n".repeat(size / 3)],
  ["promises", (size: number) => "tell a b c d e f g and ".repeat(size / 23)],
  ["blanks", (size: number) => `x.${" ".repeat(size)}y`],
])("a megabyte of %s is read in linear time", (_, hostile) => {
  const text = hostile(1_000_000);
  const start = performance.now();
  detectIntent(text);
  detectReply(text);
  expect(performance.now() - start).toBeLessThan(1_000);
});
