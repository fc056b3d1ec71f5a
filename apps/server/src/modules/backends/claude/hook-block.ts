import type { HookBlock } from "../hook-entry.ts";

/**
 * Claude Code's part. Only what moves a state is subscribed, since every hook costs the CLI its run time.
 * PreToolUse and SubagentStart are in the transcript too, and go once transcripts are read.
 */
export const claudeHookBlock: HookBlock = {
  timeout: 5,
  wantsPlainJson: true,
  offSwitch: { path: ["disableAllHooks"], value: true },
  subscriptions: [
    { event: "SessionStart" },
    { event: "UserPromptSubmit" },
    { event: "PreToolUse" },
    { event: "PermissionRequest", waits: 3_600 },
    { event: "PostToolUse" },
    { event: "PostToolUseFailure" },
    { event: "SubagentStart" },
    { event: "SubagentStop" },
    { event: "PostCompact" },
    { event: "Notification", matcher: "permission_prompt|idle_prompt" },
    { event: "Stop" },
    { event: "StopFailure" },
    { event: "SessionEnd" },
  ],
};
