import { AccountChange, NewAccount } from "@signalbox/contract/accounts";
import { expect, test } from "vitest";

const key = { kind: "key", backend: "claude", name: "Work", secret: "secret-key" };

test.each<[string, object]>([
  ["a key without a secret", { ...key, secret: undefined }],
  ["a secret with a line break in it", { ...key, secret: "secret\nkey" }],
  ["a name of nothing", { ...key, name: " " }],
  ["a key of Claude Code in another variable", { ...key, variable: "OPENAI_API_KEY" }],
  ["a key of OpenCode that does not say which", { ...key, backend: "opencode" }],
  ["a variable that is none of the keys", { ...key, backend: "opencode", variable: "LD_PRELOAD" }],
  ["a token of a CLI that has none", { ...key, kind: "token", backend: "codex" }],
  ["a folder that is not absolute", { kind: "folder", backend: "codex", name: "Work", folder: "codex" }],
  ["a folder above others", { kind: "folder", backend: "codex", name: "Work", folder: "/home/../etc" }],
  [
    "a secret of a folder",
    { kind: "folder", backend: "codex", name: "W", folder: "/a", secret: "secret-key" },
  ],
  ["a CLI that runs no bots", { ...key, backend: "aider" }],
  ["a key that goose does not know", { ...key, backend: "goose", variable: "GEMINI_API_KEY" }],
])("%s is refused", (_what, given) => {
  expect(NewAccount.safeParse(given).success).toBe(false);
});

test("what is sound is taken, and a change must change something", () => {
  const sound = NewAccount.parse({ ...key, backend: "opencode", variable: "OPENAI_API_KEY" });
  expect(sound).toMatchObject({ isDefault: false });
  expect(AccountChange.safeParse({}).success).toBe(false);
});
