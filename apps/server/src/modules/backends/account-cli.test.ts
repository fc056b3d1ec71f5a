import { expect, test } from "vitest";
import { accountEnvironment } from "./account-cli.ts";
import { adapters } from "./adapters.ts";

const of = (backend: string) => {
  const accounts = adapters.find((adapter) => adapter.backend === backend)?.accounts;
  if (accounts === undefined) throw new Error(`${backend} has no accounts`);
  return accounts;
};

test("the machine's own sign-in is left as it is", () => {
  expect(accountEnvironment(of("claude"), { kind: "machine" })).toEqual({});
});

test("a key of Claude Code wins over the sign-ins that its environment brings", () => {
  const means = { kind: "key", variable: "ANTHROPIC_API_KEY", secret: "given-key" } as const;
  expect(accountEnvironment(of("claude"), means)).toMatchObject({
    ...{ ANTHROPIC_API_KEY: "given-key", ANTHROPIC_AUTH_TOKEN: "", CLAUDE_CODE_OAUTH_TOKEN: "" },
    CLAUDE_CODE_USE_BEDROCK: "",
  });
});

test("a token of a subscription is not hidden by a key", () => {
  const means = { kind: "token", variable: "CLAUDE_CODE_OAUTH_TOKEN", secret: "given-token" } as const;
  const found = accountEnvironment(of("claude"), means);
  expect(found).toMatchObject({ CLAUDE_CODE_OAUTH_TOKEN: "given-token", ANTHROPIC_API_KEY: "" });
});

test.each([
  ["claude", "CLAUDE_CONFIG_DIR", "ANTHROPIC_API_KEY"],
  ["codex", "CODEX_HOME", "CODEX_API_KEY"],
  ["gemini", "GEMINI_CLI_HOME", "GEMINI_API_KEY"],
  ["opencode", "XDG_DATA_HOME", "OPENCODE_AUTH_CONTENT"],
])("a folder of %s is named by %s, and nothing else says who is signed in", (backend, variable, other) => {
  const found = accountEnvironment(of(backend), { kind: "folder", folder: "/home/ada/other" });
  expect(found).toMatchObject({ [variable]: "/home/ada/other", [other]: "" });
});

test("a key of OpenCode is the only sign-in that it finds", () => {
  const means = { kind: "key", variable: "OPENROUTER_API_KEY", secret: "given-key" } as const;
  expect(accountEnvironment(of("opencode"), means)).toMatchObject({
    ...{ OPENROUTER_API_KEY: "given-key", ANTHROPIC_API_KEY: "", OPENCODE_AUTH_CONTENT: "{}" },
  });
});
