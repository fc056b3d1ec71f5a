export { claudeHookBlock, type HookBlock, type HookSubscription } from "./claude/hook-block.ts";
export { claudeFields, claudeIds, readClaudeHook } from "./claude/read-signal.ts";
export type { AskedQuestion, Observation, ProcessMark, Signal, Unreadable } from "./signal.ts";
