import { expect, test } from "vitest";
import { checkArchitecture } from "./check.ts";
import { planted } from "./testing.ts";

test("a check that finds no files fails instead of being satisfied", () => {
  const { repository } = planted({});
  expect(() => checkArchitecture(repository)).toThrow("No source files");
});

test("a file that does not parse fails the check", () => {
  expect(() => planted({ "scripts/a.ts": "const = ;" })).toThrow("scripts/a.ts does not parse");
});
