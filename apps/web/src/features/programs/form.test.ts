import { expect, test } from "vitest";
import { bodyOf, nothing, wordsOf } from "./form.ts";

const words = { ...nothing, name: "Mine", command: "mine" };

test("each line is an argument as it is, and no line is none", () => {
  expect(bodyOf({ ...words, args: "--task\n{prompt}\n" }).args).toEqual(["--task", "{prompt}"]);
  expect(bodyOf({ ...words, args: " a b \n\nc" }).args).toEqual([" a b ", "", "c"]);
  expect(bodyOf(words).args).toEqual([]);
});

test("a file for its result is sent where it speaks no protocol alone", () => {
  expect(bodyOf({ ...words, speaks: "nothing", resultFile: "out.md" }).resultFile).toBe("out.md");
  expect(bodyOf({ ...words, resultFile: "out.md" }).resultFile).toBeNull();
});

test("what is there is written as it was", () => {
  const at = "2026-12-01T00:00:00.000Z";
  const program = { ...bodyOf({ ...words, args: "a\nb" }), args: ["a", "b"], resultFile: null };
  expect(bodyOf(wordsOf({ ...program, id: "1", createdAt: at, updatedAt: at }))).toEqual(program);
});
