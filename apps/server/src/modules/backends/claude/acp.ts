import type { HeadlessCli } from "../headless-cli.ts";

/** An adapter of the protocol's makers brings a Claude Code of its own; it is taken where there is no other. */
export const claudeAcp: HeadlessCli = {
  protocol: "acp",
  program: "claude-agent-acp",
  args: ({ args }) => [...args],
  takesSessionId: false,
};
