import type { BackendAdapter } from "../adapter.ts";
import { claudeAccounts } from "./accounts.ts";
import { claudeAcp } from "./acp.ts";
import { claudeBlindSpots } from "./blind-spots.ts";
import { claudeDialogs } from "./dialog-steps.ts";
import { claudeExecution } from "./execution.ts";
import { holdClaudeQuestion } from "./held-question.ts";
import { claudeHookBlock } from "./hook-block.ts";
import { claudeInput } from "./input.ts";
import { claudeLaunching } from "./launching.ts";
import { claudeTranscript } from "./read-line.ts";
import { claudeFields, claudeIds, readClaudeHook } from "./read-signal.ts";
import { claudeRunning } from "./running.ts";
import { claudeHeadless } from "./stream-json.ts";
import { tookPromptBack } from "./taken-back.ts";

export const claudeAdapter: BackendAdapter = {
  backend: "claude",
  name: "Claude Code",
  program: "claude",
  signedIn: {
    files: [".credentials.json"],
    variables: ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"],
  },
  hooks: { read: readClaudeHook, ids: claudeIds, fields: claudeFields },
  hookEntry: {
    kind: "settings",
    file: "settings.json",
    noticed: "at_once",
    block: claudeHookBlock,
    approval: null,
  },
  blindSpots: claudeBlindSpots,
  running: claudeRunning,
  launching: claudeLaunching,
  headless: [claudeHeadless, claudeAcp],
  transcript: claudeTranscript,
  execution: claudeExecution,
  accounts: claudeAccounts,
  tookPromptBack,
  holdQuestion: holdClaudeQuestion,
  dialogs: claudeDialogs,
  input: claudeInput,
};
