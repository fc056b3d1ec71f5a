import type { HookBlock } from "../hook-entry.ts";

/** Codex's part, in a file of the same layout as Claude Code's. It cuts Interrupt and SessionEnd off after 3 s. */
export const codexHookBlock: HookBlock = {
  timeout: 3,
  wantsPlainJson: true,
  offSwitch: null,
  subscriptions: [
    { event: "SessionStart" },
    { event: "UserPromptSubmit" },
    { event: "PreToolUse" },
    { event: "PermissionRequest" },
    { event: "PostToolUse" },
    { event: "SubagentStart" },
    { event: "SubagentStop" },
    { event: "PostCompact" },
    { event: "Stop" },
    { event: "Interrupt" },
    { event: "SessionEnd" },
  ],
};
