import type { HeadlessCli } from "../headless-cli.ts";

/** It begins itself anew as a child of its own, which hands nothing on, unless it is told not to. */
export const geminiHeadless: HeadlessCli = {
  protocol: "acp",
  program: "gemini",
  args: ({ args }) => ["--acp", ...args],
  takesSessionId: false,
  losesWithinMinute: true,
  env: { GEMINI_CLI_NO_RELAUNCH: "true" },
};
