import type { BackendAdapter } from "../adapter.ts";
import { opencodeAccounts } from "./accounts.ts";
import { opencodeBlindSpots } from "./blind-spots.ts";
import { opencodeDialogs } from "./dialogs/dialogs.ts";
import { opencodeExecution } from "./execution.ts";
import { opencodeHeadless } from "./headless.ts";
import { opencodeInput } from "./input.ts";
import { opencodeLaunching } from "./launching.ts";
import { opencodePlugin } from "./plugin.ts";
import { opencodeFields, opencodeIds, readOpencodeHook } from "./read-hook.ts";
import { opencodeTranscript } from "./read-store.ts";
import { opencodeRunning } from "./running.ts";

export const opencodeAdapter: BackendAdapter = {
  backend: "opencode",
  name: "OpenCode",
  program: "opencode",
  signedIn: { files: [], variables: [] },
  hooks: { read: readOpencodeHook, ids: opencodeIds, fields: opencodeFields },
  hookEntry: opencodePlugin,
  blindSpots: opencodeBlindSpots,
  transcript: opencodeTranscript,
  running: opencodeRunning,
  launching: opencodeLaunching,
  readsColours: true,
  dialogs: opencodeDialogs,
  input: opencodeInput,
  execution: opencodeExecution,
  accounts: opencodeAccounts,
  headless: [opencodeHeadless],
};
