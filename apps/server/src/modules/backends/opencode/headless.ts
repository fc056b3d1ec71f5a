import type { HeadlessCli } from "../headless-cli.ts";

export const opencodeHeadless: HeadlessCli = {
  protocol: "acp",
  program: "opencode",
  args: ({ args }) => ["acp", ...args],
  takesSessionId: false,
};
