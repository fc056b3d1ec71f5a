import type { Program } from "@signalbox/contract/programs";
import { acpFaults } from "./acp-faults.ts";
import { bridgeReader } from "./bridged-execution.ts";
import type { ExecutionCli } from "./execution-cli.ts";

/** What a program prints is told by its bridge, whichever program it is. */
export const readProgram = bridgeReader({ faults: acpFaults });

/** How a program that somebody wrote down is run. */
export const programExecution = ({
  args,
  speaks,
  resultFile,
}: Pick<Program, "args" | "speaks" | "resultFile">): ExecutionCli => ({
  bridge: ({ access, cwd, model, resumes }) =>
    speaks === "acp"
      ? { by: "acp", access, cwd, model, resumes }
      : { by: "command", access, cwd, model, resumes, resultFile },
  args: () => [...args],
  leavesProjectOut: false,
  env: () => ({}),
  read: readProgram,
});
