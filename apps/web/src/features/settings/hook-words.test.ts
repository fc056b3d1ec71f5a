import { expect, test } from "vitest";
import { cliWord, isAbsent } from "./hook-words.ts";

const claude = { path: "/home/ada/.local/bin/claude", version: "2.1.0" };

test("a CLI is named by its version, else by its place", () => {
  expect(cliWord({ cli: claude, lastHeardAt: null })).toBe("2.1.0");
  expect(cliWord({ cli: { ...claude, version: null }, lastHeardAt: null })).toBe("~/.local/bin/claude");
});

test("a CLI that is heard is not called missing, even where it was not found", () => {
  expect(cliWord({ cli: null, lastHeardAt: null })).toBe("not found on this machine");
  expect(cliWord({ cli: null, lastHeardAt: "2026-11-21T13:00:00.000Z" })).toBeNull();
  expect(isAbsent({ cli: null, lastHeardAt: "2026-11-21T13:00:00.000Z" })).toBe(false);
});
