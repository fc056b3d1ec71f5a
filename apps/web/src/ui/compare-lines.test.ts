import fc from "fast-check";
import { expect, test } from "vitest";
import { compareLines } from "./compare-lines.ts";

const words = (before: string, after: string) =>
  compareLines(before, after).map(
    ({ kind, text }) => `${{ same: " ", added: "+", removed: "-" }[kind]}${text}`,
  );

test("what stays between two changes is no change", () => {
  expect(words("a\nb\nc\nd\ne", "a\nB\nc\nD\ne")).toEqual([" a", "-b", "+B", " c", "-d", "+D", " e"]);
});

test("lines that came, went or moved are told as such", () => {
  expect(words("a\nb", "a\nx\nb")).toEqual([" a", "+x", " b"]);
  expect(words("a\nx\nb", "a\nb")).toEqual([" a", "-x", " b"]);
  expect(words("x\na\nb", "a\nb\nx")).toEqual(["-x", " a", " b", "+x"]);
  expect(words("same", "same")).toEqual([" same"]);
});

test("of any two texts, one is what is not added and the other what is not removed, with the numbers of its lines", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", ""), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, text, (old, fresh) => {
      const lines = compareLines(old.join("\n"), fresh.join("\n"));
      const [before, after] = [
        lines.filter(({ kind }) => kind !== "added"),
        lines.filter(({ kind }) => kind !== "removed"),
      ];
      expect(before.map(({ text }) => text)).toEqual(old);
      expect(after.map(({ text }) => text)).toEqual(fresh);
      expect(after.map(({ number }) => number)).toEqual(fresh.map((_, index) => index + 1));
    }),
  );
});

test("two long texts with nothing in common are told apart without looking at every pair", () => {
  const long = (letter: string) => Array.from({ length: 3_000 }, (_, line) => `${letter}${line}`).join("\n");
  expect(compareLines(long("a"), long("b"))).toHaveLength(6_000);
});
