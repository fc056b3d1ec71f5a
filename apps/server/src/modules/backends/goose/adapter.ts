import type { DrivenAdapter } from "../adapter.ts";

/** What a goose in a terminal does nobody is told; without one, its protocol tells all. */
export const gooseAdapter: DrivenAdapter = {
  backend: "goose",
  name: "goose",
  program: "goose",
  signedIn: { files: [], variables: ["GOOSE_PROVIDER"] },
  headless: [
    {
      protocol: "acp",
      program: "goose",
      // Its tools for files and commands, which a start without settings leaves out.
      args: ({ args }) => ["acp", "--with-builtin", "developer", ...args],
      takesSessionId: false,
      mode: "approve",
      tellsAll: true,
      saysItFailed: (words) => words.startsWith("Ran into this error: "),
      leavesBy: "SIGTERM",
    },
  ],
};
