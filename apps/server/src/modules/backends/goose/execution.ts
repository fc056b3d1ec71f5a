import { acpFaults } from "../acp-faults.ts";
import { bridgeReader } from "../bridged-execution.ts";
import type { ExecutionCli, ExecutionWish } from "../execution-cli.ts";

/** What it says of a turn that failed; its protocol calls that an end like any other. */
export const saysItFailed = (words: string): boolean => words.startsWith("Ran into this error: ");

/** goose by the Agent Client Protocol: a session of it asks before each call, and whoever stands between answers. */
export const gooseExecution = {
  // A model that it does not know of can be named by a variable alone.
  bridge: ({ access, cwd, resumes }: ExecutionWish) =>
    ({ by: "acp", access, cwd, resumes, model: null }) as const,
  // Its tools for files and commands, which a start without settings leaves out.
  args: () => ["acp", "--with-builtin", "developer"],
  leavesProjectOut: false,
  env: ({ model }: ExecutionWish): Readonly<Record<string, string>> =>
    model === null ? {} : { GOOSE_MODEL: model },
  read: bridgeReader({ faults: acpFaults, saysItFailed }),
} satisfies ExecutionCli;
