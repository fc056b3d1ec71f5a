import { withPersona } from "@signalbox/contract/persona-block";
import { expect, test } from "vitest";
import { isSamePrompt } from "./same-prompt.ts";

test.each([
  ["[Image #2] fix", "[Image #2] fix\n[image]"],
  ["[Image #2]", "[image]"],
  ["Fix it", "Fix it [image]"],
])("%j and %j are one prompt, told with its image and without", (hook, line) => {
  expect(isSamePrompt(hook, line)).toBe(true);
});

test.each([
  ["[Image #2] fix", "[Image #3] fix"],
  ["[Image #1] [Image #2] fix", "[Image #1] [Image #3] fix"],
  ["fix two", "fix three"],
])("%j and %j are two prompts", (one, other) => {
  expect(isSamePrompt(one, other)).toBe(false);
});

test.each(["Weed", "Weed <persona> You are Ada. </persona>"])(
  "a prompt with a persona behind it is the one of the title %j",
  (title) => {
    expect(isSamePrompt(title, withPersona("Weed", "You are Ada."))).toBe(true);
  },
);
