import { expect, test } from "vitest";
import { claudeInput } from "./input.ts";

const line = "─".repeat(60);
const screen = (typed: string, below = "  ⏸ manual mode on") => [line, `❯ ${typed}`, line, below].join("\n");

test("what stands in Claude Code's input is told from an empty one, and from a dialog", () => {
  expect(claudeInput.read(screen(""))).toEqual({ typed: "", busy: false });
  expect(claudeInput.read(screen('Try "edit a file"'))).toEqual({ typed: "", busy: false });
  expect(claudeInput.read(screen("A\n  draft"))).toEqual({ typed: "A\n  draft", busy: false });
  expect(claudeInput.read([line, "! ls", line].join("\n"))).toMatchObject({ typed: "!ls" });
  expect(claudeInput.read(screen("", " esc to interrupt"))).toEqual({ typed: "", busy: true });
  expect(claudeInput.read(" Do you want to proceed?\n ❯ 1. Yes\n   2. No")).toMatchObject({ typed: null });
});

test("a text is known in the input by all of it, or by the sign of what was pasted", () => {
  expect(claudeInput.holds("one\n  two", "one two")).toBe(true);
  expect(claudeInput.holds("one two and more", "one two")).toBe(false);
  expect(claudeInput.holds("[Pasted text #1 +2 lines]", "one\ntwo\nthree")).toBe(true);
  expect(claudeInput.holds("my [Pasted text #1 +2 lines]", "one\ntwo\nthree")).toBe(false);
  expect(claudeInput.asSaid("!ls")).toBe(" !ls");
});
