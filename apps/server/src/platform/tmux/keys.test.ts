import { expect, test } from "vitest";
import { isPlain, plainOf, typing } from "./keys.ts";
import { whyClosed } from "./pane-keys.ts";

test("a short line is typed by the numbers of its bytes, what is longer or has lines is pasted", () => {
  expect(typing("%1", "C-c é", "b")).toEqual([
    ["send-keys", "-t", "%1", "-H", "43", "2d", "63", "20", "c3", "a9"],
  ]);
  expect(typing("%1", "a\nb", "b")).toEqual([
    ["set-buffer", "-b", "b", "--", Buffer.from("a\nb")],
    ["paste-buffer", "-p", "-r", "-d", "-b", "b", "-t", "%1"],
  ]);
  expect(typing("%1", "x".repeat(5_000), "b").map(([name, option]) => [name, option])).toEqual([
    ["set-buffer", "-b"],
    ["set-buffer", "-a"],
    ["paste-buffer", "-p"],
  ]);
  expect(typing("%1", "", "b")).toEqual([]);
});

test("of what a terminal takes for orders only tabs and ends of lines are text", () => {
  expect(plainOf("a\tb\r\nc\rd\u0003\u001b[201~\u007f\u009be\ud800")).toBe("a\tb\nc\nd[201~e\ufffd");
  expect(isPlain("a\tb\n‮é🦊")).toBe(true);
  expect(["\u0003", "\u001b", "\r", "\u007f", "\u0085"].some((text) => isPlain(text))).toBe(false);
});

test("a pane that is another's now, or would not take keys alone, is told as such", () => {
  expect(whyClosed("7 0 0 0 0", 7)).toBeNull();
  expect(whyClosed(null, 7)).toMatch(/gone/);
  expect(whyClosed("8 0 0 0 0", 7)).toMatch(/gone/);
  expect(whyClosed("7 1 0 0 0", 7)).toMatch(/gone/);
  expect(whyClosed("7 0 1 0 0", 7)).toMatch(/copy mode/);
  expect(whyClosed("7 0 0 1 0", 7)).toMatch(/synchronised/);
  expect(whyClosed("7 0 0 0 1", 7)).toMatch(/no input/);
});
