import { expect, test } from "vitest";
import { toBeHeard } from "./nothing-heard.ts";

test("until hooks are installed it is said that they are wanted", () => {
  const { isSetUp, words } = toBeHeard([{ backend: "claude", state: "not_installed" }]);
  expect([isSetUp, words]).toEqual([false, expect.stringMatching(/^Once hooks are installed/)]);
});

test("with hooks installed, only a session is missing, of a CLI that has them", () => {
  const codex = { backend: "codex", state: "not_installed" } as const;
  expect(toBeHeard([{ backend: "claude", state: "installed" }, codex])).toEqual({
    isSetUp: true,
    words: "Hooks are installed. Start claude in any terminal.",
  });
  const both = [
    { backend: "claude", state: "installed" } as const,
    { ...codex, state: "installed" } as const,
  ];
  expect(toBeHeard(both).words).toBe("Hooks are installed. Start claude or codex in any terminal.");
});
