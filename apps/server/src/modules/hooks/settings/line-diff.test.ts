import { expect, test } from "vitest";
import { lineDiff } from "./line-diff.ts";

test("shows what changed with three lines around it, and nothing farther off", () => {
  const lines = ["{", '  "secret": "a",', '  "b": 1,', '  "c": 1,', '  "d": 1,', '  "e": 1', "}", ""];
  const after = lines.map((line) => line.replace('"e": 1', '"e": 2'));
  expect(lineDiff(lines.join("\n"), after.join("\n"))).toEqual([
    { kind: "same", number: 3, text: '  "b": 1,' },
    { kind: "same", number: 4, text: '  "c": 1,' },
    { kind: "same", number: 5, text: '  "d": 1,' },
    { kind: "removed", number: 6, text: '  "e": 1' },
    { kind: "added", number: 6, text: '  "e": 2' },
    { kind: "same", number: 7, text: "}" },
  ]);
});

test("shows thousands of scattered changes as one block", () => {
  const kept = Array.from({ length: 6_000 }, (_, index) => `kept ${index}`);
  const before = ["head", ...kept.flatMap((line) => [line, `gone ${line}`]), "tail"].join("\n");
  const lines = lineDiff(before, ["head", ...kept, "tail"].join("\n"));
  expect(lines.slice(0, 3)).toEqual([
    { kind: "same", number: 1, text: "head" },
    { kind: "same", number: 2, text: "kept 0" },
    { kind: "removed", number: 3, text: "gone kept 0" },
  ]);
  expect(lines.filter((line) => line.kind === "added").map((line) => line.text)).toEqual(kept.slice(1));
  expect(lines.at(-1)).toEqual({ kind: "same", number: 6_002, text: "tail" });
});
