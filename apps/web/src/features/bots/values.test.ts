import { expect, test } from "vitest";
import { firstValues, takes, valuesToSend } from "./values.ts";

const variables = [
  { name: "task", description: "" },
  { name: "tone", description: "", default: "calm" },
];

test("fields begin with what is usual, or with what was given before", () => {
  expect(firstValues(variables)).toEqual({ task: "", tone: "calm" });
  expect(firstValues(variables, { task: "x", gone: "y" })).toEqual({ task: "x", tone: "calm" });
});

test("an empty field is no value where one must be given, and an empty value where one is usual", () => {
  expect(valuesToSend(variables, { task: "", tone: "" })).toEqual({ tone: "" });
});

test("the same can be started again while the bot asks for the same", () => {
  expect(takes({ variables }, { task: "x" })).toBe(true);
  expect(takes({ variables }, { task: "x", tone: "loud" })).toBe(true);
  expect(takes({ variables }, { tone: "loud" })).toBe(false);
  expect(takes({ variables }, { task: "x", gone: "y" })).toBe(false);
});

test("what held a secret is asked for again", () => {
  const variables = [{ name: "task", description: "" }];
  const before = { task: "use [redacted]" };
  expect(takes({ variables }, before)).toBe(false);
  expect(firstValues(variables, before)).toEqual({ task: "" });
});
