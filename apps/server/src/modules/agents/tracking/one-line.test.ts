import { expect, test } from "vitest";
import { inOneLine, lastSpokenLine } from "./one-line.ts";

test.each([`fix${" ".repeat(556)}😀 more`, `${"x".repeat(138)}😀 more`])(
  "a line is cut without a half character: %#",
  (text) => {
    expect(inOneLine(text).isWellFormed()).toBe(true);
  },
);

test("the last line that is no code sums a message up", () => {
  expect(lastSpokenLine("Fixed.\n\nAll tests pass.\n```\nnpm test\n```\n")).toBe("All tests pass.");
});
