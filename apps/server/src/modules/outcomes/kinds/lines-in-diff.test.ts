import { expect, test } from "vitest";
import { linesShown, splitComments } from "./lines-in-diff.ts";

const patch = [
  ...["@@ -1,3 +1,4 @@ import a", " one", "-two", "+2", "+2.5", " three"],
  ...["@@ -40,2 +41 @@", "-gone", " kept", "\\ No newline at end of file"],
].join("\n");

test("lines that were added or stand around are shown, those that went are not", () => {
  expect([...linesShown(patch)]).toEqual([1, 2, 3, 4, 41]);
});

test("what looks like the head of a hunk within a line is none", () => {
  expect([...linesShown("@@ -1 +1,2 @@\n+@@ -9 +9 @@\n context")]).toEqual([1, 2]);
});

test("comments beside the diff are told apart from those on its lines", () => {
  const on = (path: string, line: number) => ({ path, line, body: "hm" });
  const files = [
    { path: "a.ts", patch },
    { path: "logo.png", patch: null },
  ];
  const asked = [on("a.ts", 3), on("a.ts", 5), on("b.ts", 1), on("logo.png", 1), on("a.ts", 41)];
  expect(splitComments(asked, files)).toEqual({
    onLines: [on("a.ts", 3), on("a.ts", 41)],
    beside: [on("a.ts", 5), on("b.ts", 1), on("logo.png", 1)],
  });
});
