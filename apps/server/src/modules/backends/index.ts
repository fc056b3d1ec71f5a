export { readClaudeHook } from "./claude/read-signal.ts";
export type { AskedQuestion, Observation, ProcessMark, Signal, Unreadable } from "./signal.ts";
