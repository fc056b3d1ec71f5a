import type { HeadlessCli } from "../headless-cli.ts";

/**
 * Codex itself speaks no such protocol; an adapter of the protocol's makers does. In its usual mode a model decides what
 * may be done, and nobody is asked.
 */
export const codexHeadless: HeadlessCli = {
  protocol: "acp",
  program: "codex-acp",
  args: ({ args }) => [...args],
  takesSessionId: false,
  mode: "workspace-write",
};
