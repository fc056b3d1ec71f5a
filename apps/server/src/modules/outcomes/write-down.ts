import type { ExecutionState } from "@signalbox/contract/executions";
import type { Outcome, OutcomeTime } from "@signalbox/contract/outcomes";
import type { NewOutcome } from "./outcomes.repository.ts";

interface Over {
  id: string;
  state: ExecutionState;
  hostId: string | null;
  correlationId: string;
  botId: string;
  at: Date;
}

/** These states are what people call failed. One that somebody cancelled did not fail. */
const failed: ReadonlySet<ExecutionState> = new Set(["failed", "timed_out", "interrupted"]);

const isTime = (when: OutcomeTime, state: ExecutionState): boolean =>
  when === "always" || (when === "succeeded" ? state === "succeeded" : failed.has(state));

const inFolder: ReadonlySet<Outcome["kind"]> = new Set(["file", "branch", "pull_request"]);

/** What is in the folder that it worked in is on its host alone. */
const needsFolder = (outcome: Outcome): boolean =>
  inFolder.has(outcome.kind) || JSON.stringify(outcome).includes("changes");

/** What an execution that ended so leaves behind. */
export const outcomesOf = (
  { id: executionId, state, hostId, botId, correlationId, at }: Over,
  outcomes: readonly Outcome[],
): NewOutcome[] =>
  outcomes.map((content, position) => ({
    ...{ executionId, position, botId, correlationId, content, at },
    hostId: needsFolder(content) ? hostId : null,
    skipped: isTime(content.when, state)
      ? null
      : `It is for executions that ${content.when}, and this one is ${state.replace("_", " ")}`,
  }));
