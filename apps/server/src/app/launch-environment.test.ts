import { expect, test } from "vitest";
import { launchEnvironment } from "./launch-environment.ts";

test("an agent finds what programs and CLIs need, and what was added by name", () => {
  const env = {
    HOME: "/home/ada",
    PATH: "/usr/bin",
    ANTHROPIC_API_KEY: "key",
    CODEX_HOME: "/home/ada/.codex",
    https_proxy: "http://proxy:3128",
    MY_PROVIDER_KEY: "key",
  };
  expect(launchEnvironment({ ...env, UNKNOWN: "x", LANG: "" }, ["MY_PROVIDER_KEY"])).toEqual(env);
});

test("neither our keys nor what another agent left are among it, named or not", () => {
  const env = {
    SIGNALBOX_ADMIN_KEY: "secret",
    SIGNALBOX_HOME: "/state",
    DATABASE_URL: "postgres://secret",
    REDIS_URL: "redis://secret",
    CLAUDECODE: "1",
    CLAUDE_CODE_ENTRYPOINT: "cli",
    CODEX_SANDBOX_NETWORK_DISABLED: "1",
    GEMINI_CLI: "1",
  };
  expect(launchEnvironment(env, ["SIGNALBOX_ADMIN_KEY", "DATABASE_URL"])).toEqual({});
});
