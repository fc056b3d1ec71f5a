import type { BackendAdapter } from "../adapter.ts";
import { codexAccounts } from "./accounts.ts";
import { codexBlindSpots } from "./blind-spots.ts";
import { codexDialogs } from "./dialogs/dialogs.ts";
import { codexExecution } from "./execution.ts";
import { codexHeadless } from "./headless.ts";
import { codexHookBlock } from "./hook-block.ts";
import { codexInput } from "./input.ts";
import { codexLaunching } from "./launching.ts";
import { codexFields, codexIds, readCodexHook } from "./read-hook.ts";
import { codexTranscript } from "./read-line.ts";
import { codexRunning } from "./running.ts";
import { codexApproval } from "./trust.ts";

export const codexAdapter: BackendAdapter = {
  backend: "codex",
  name: "Codex",
  program: "codex",
  signedIn: { files: ["auth.json"], variables: ["OPENAI_API_KEY", "CODEX_API_KEY"] },
  hooks: { read: readCodexHook, ids: codexIds, fields: codexFields },
  hookEntry: {
    kind: "settings",
    file: "hooks.json",
    noticed: "at_start",
    block: codexHookBlock,
    approval: codexApproval,
  },
  blindSpots: codexBlindSpots,
  running: codexRunning,
  launching: codexLaunching,
  execution: codexExecution,
  accounts: codexAccounts,
  headless: [codexHeadless],
  transcript: codexTranscript,
  dialogs: codexDialogs,
  input: codexInput,
};
