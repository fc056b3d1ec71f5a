import type { HookBlock } from "../hook-entry.ts";

/**
 * Gemini CLI's part. It counts in milliseconds. The events around the model are left out: AfterModel comes with every
 * piece of a stream, and each carries the whole conversation.
 */
export const geminiHookBlock: HookBlock = {
  timeout: 5_000,
  label: "signalbox",
  wantsPlainJson: false,
  offSwitch: { path: ["hooksConfig", "enabled"], value: false },
  subscriptions: [
    { event: "SessionStart" },
    { event: "BeforeAgent" },
    { event: "BeforeTool" },
    { event: "AfterTool" },
    { event: "AfterAgent" },
    { event: "Notification" },
    { event: "SessionEnd" },
  ],
};
