/** One event of a CLI that Signalbox listens to. */
export interface HookSubscription {
  event: string;
  /** Narrows the event where the CLI allows it; absent means all of it. */
  matcher?: string;
}

/** How Signalbox is entered into a CLI's settings file. */
export interface HookBlock {
  subscriptions: readonly HookSubscription[];
  /** The CLI's own limit on the hook; the script's is shorter, so this one is never met. */
  timeoutSeconds: number;
  /** The CLI takes a settings file with comments or trailing commas for broken, and ignores all of it. */
  wantsPlainJson: boolean;
}

/**
 * Claude Code's part. Only what moves a state is subscribed, since every hook costs the CLI its run time.
 * PreToolUse and SubagentStart are in the transcript too, and go once transcripts are read.
 */
export const claudeHookBlock: HookBlock = {
  timeoutSeconds: 5,
  wantsPlainJson: true,
  subscriptions: [
    { event: "SessionStart" },
    { event: "UserPromptSubmit" },
    { event: "PreToolUse" },
    { event: "PermissionRequest" },
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
