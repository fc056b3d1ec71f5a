import { expect, test } from "vitest";
import { asksBack, inOneLine } from "./detect-intent.ts";

test.each([
  "Shall I go on?",
  "Which one, **the first or the second?**",
  'Is this what you meant by "later?")',
  "Done.\n\nWhat next?\n```ts\nconst a = 1;\n```\n",
  "続けますか？",
])("asks: %s", (text) => {
  expect(asksBack(text)).toBe(true);
});

test.each(["Done.", "Why? Because it failed.", "```\nreally?\n```", "", "?!", "***"])(
  "does not ask: %s",
  (text) => {
    expect(asksBack(text)).toBe(false);
  },
);

test.each([`fix${" ".repeat(556)}😀 more`, `${"x".repeat(138)}😀 more`])(
  "a line is cut without a half character: %#",
  (text) => {
    expect(inOneLine(text).isWellFormed()).toBe(true);
  },
);

test("a line of a million marks is read once, not once for each", () => {
  expect(asksBack(`${"*".repeat(1_000_000)}a`)).toBe(false);
});
