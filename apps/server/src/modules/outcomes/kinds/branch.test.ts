import { expect, test } from "vitest";
import { branchName } from "./branch.ts";

test("a name of a branch may be made of words", () => {
  expect(branchName("signalbox/fix the_shop-2.5")).toBe("signalbox/fix-the_shop-2.5");
});

test.each([
  "",
  "-d",
  "--force",
  "a/-b",
  "a..b",
  "a//b",
  "/a",
  "a/",
  "a.lock",
  "a/.b",
  "a:b",
  "a~1",
  "+main",
  "x".repeat(300),
])("%j is no name of a branch", (name) => {
  expect(() => branchName(name)).toThrow("can't be the name of a branch");
});
