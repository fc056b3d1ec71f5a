import { expect, test } from "vitest";
import { aboutOf, targetIn } from "./target.ts";

const before = { repository: "acme/shop", number: 7, commit: "a".repeat(40), ref: null };

test("a pull request is typed as people write it down", () => {
  expect(aboutOf(before)).toBe("acme/shop#7");
  expect(targetIn(" acme/shop#8 ", before)).toEqual({
    repository: "acme/shop",
    number: 8,
    commit: null,
    ref: null,
  });
  expect(targetIn("acme/shop", null)).toEqual({
    repository: "acme/shop",
    number: null,
    commit: null,
    ref: null,
  });
  expect(targetIn("", before)).toBeNull();
});

test("what is not changed keeps its commit", () => {
  expect(targetIn(aboutOf(before), before)).toBe(before);
});
