import { expect, test } from "vitest";
import { diffLines, foldUnchanged } from "./diff-lines.ts";

const drawn = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, number, text }) => `${kind[0]}${number} ${text}`);

test("what both ends share stays, what lies between was replaced", () => {
  expect(drawn("a\nb\nc\nd", "a\nX\nY\nd")).toEqual(["s1 a", "r2 b", "r3 c", "a2 X", "a3 Y", "s4 d"]);
});

test("an insertion between equal lines is only an insertion", () => {
  expect(drawn("a\na", "a\na\na")).toEqual(["s1 a", "s2 a", "a3 a"]);
});

test("unchanged lines far from a change are folded", () => {
  const before = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  const after = before.with(10, "changed");
  const folded = foldUnchanged(diffLines(before.join("\n"), after.join("\n")), 2);
  expect(folded.map((line) => (line.kind === "gap" ? `…${line.hidden}` : line.kind))).toEqual([
    "…8",
    "same",
    "same",
    "removed",
    "added",
    "same",
    "same",
    "…7",
  ]);
});
