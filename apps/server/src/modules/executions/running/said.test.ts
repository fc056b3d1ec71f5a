import { expect, test } from "vitest";
import { saidWith } from "./said.ts";

const nothing = { words: "", refused: [] };

test("pieces of an answer are joined, and what was said before the last work is no part of it", () => {
  const told = [
    { kind: "words", text: "I look", joins: true },
    { kind: "working" },
    { kind: "words", text: "all ", joins: true },
    { kind: "words", text: "done", joins: true },
  ] as const;
  expect(told.reduce(saidWith, nothing).words).toBe("all done");
});

test("an answer that joins nothing is in the place of the one before", () => {
  const told = [
    { kind: "words", text: "First", joins: false },
    { kind: "words", text: "Last", joins: false },
  ] as const;
  expect(told.reduce(saidWith, nothing).words).toBe("Last");
});

test("a tool that was refused twice is told once", () => {
  const refused = { kind: "refused", tool: "Bash" } as const;
  expect([refused, refused].reduce(saidWith, nothing).refused).toEqual(["Bash"]);
});
