import type { BackendAdapter } from "../adapter.ts";
import { geminiAccounts } from "./accounts.ts";
import { geminiBlindSpots } from "./blind-spots.ts";
import { geminiExecution } from "./execution.ts";
import { geminiHeadless } from "./headless.ts";
import { geminiHookBlock } from "./hook-block.ts";
import { geminiLaunching } from "./launching.ts";
import { geminiFields, geminiIds, readGeminiHook } from "./read-hook.ts";
import { geminiTranscript } from "./read-line.ts";
import { geminiRunning } from "./running.ts";
import { geminiDialogs, geminiInput } from "./terminal.ts";

export const geminiAdapter: BackendAdapter = {
  backend: "gemini",
  name: "Gemini CLI",
  program: "gemini",
  signedIn: { files: ["oauth_creds.json"], variables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"] },
  hooks: { read: readGeminiHook, ids: geminiIds, fields: geminiFields },
  hookEntry: {
    kind: "settings",
    file: "settings.json",
    noticed: "at_start",
    block: geminiHookBlock,
    approval: null,
  },
  blindSpots: geminiBlindSpots,
  running: geminiRunning,
  launching: geminiLaunching,
  execution: geminiExecution,
  accounts: geminiAccounts,
  headless: [geminiHeadless],
  transcript: geminiTranscript,
  dialogs: geminiDialogs,
  input: geminiInput,
};
