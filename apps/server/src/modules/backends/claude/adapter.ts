import type { BackendAdapter } from "../adapter.ts";
import { claudeHookBlock } from "./hook-block.ts";
import { claudeTranscript } from "./read-line.ts";
import { claudeFields, claudeIds, readClaudeHook } from "./read-signal.ts";

export const claudeAdapter: BackendAdapter = {
  backend: "claude",
  name: "Claude Code",
  program: "claude",
  hooks: { read: readClaudeHook, ids: claudeIds, fields: claudeFields },
  hookBlock: claudeHookBlock,
  transcript: claudeTranscript,
};
