import type { DrivenAdapter } from "../adapter.ts";
import { gooseAccounts } from "./accounts.ts";
import { gooseExecution, saysItFailed } from "./execution.ts";

/** What a goose in a terminal does nobody is told; without one, its protocol tells all. */
export const gooseAdapter: DrivenAdapter = {
  backend: "goose",
  name: "goose",
  program: "goose",
  signedIn: { files: [], variables: ["GOOSE_PROVIDER"] },
  execution: gooseExecution,
  accounts: gooseAccounts,
  headless: [
    {
      protocol: "acp",
      program: "goose",
      // Its tools for files and commands, which a start without settings leaves out.
      args: ({ args }) => ["acp", "--with-builtin", "developer", ...args],
      takesSessionId: false,
      mode: "approve",
      tellsAll: true,
      saysItFailed,
      leavesBy: "SIGTERM",
    },
  ],
};
