import type { HeadlessCli } from "../headless-cli.ts";

export const opencodeHeadless: HeadlessCli = {
  protocol: "acp",
  programs: ["opencode"],
  args: ({ args }) => ["acp", ...args],
  takesSessionId: false,
};
