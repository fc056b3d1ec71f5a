import { expect, test } from "vitest";
import { programHint, programWord } from "./program-words.ts";

const at = "2026-11-21T12:00:00.000Z";
const name = "Claude Code";
const cli = (version: string | null) => ({ path: "/bin/claude", version });

test.each([
  ["found, with its version", { name, cli: cli("2.1.0"), lastHeardAt: null }, "2.1.0"],
  ["found, and silent about its version", { name, cli: cli(null), lastHeardAt: at }, "version unknown"],
  [
    "heard, though the server's path does not lead to it",
    { name, cli: null, lastHeardAt: at },
    "not on the server’s path",
  ],
  ["neither found nor heard", { name, cli: null, lastHeardAt: null }, "not found here"],
])("of a CLI that is %s it says so", (_, status, words) => {
  expect(programWord(status)).toBe(words);
  expect(programHint(status)).toBeTruthy();
});
