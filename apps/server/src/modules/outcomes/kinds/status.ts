import type { ExecutionState } from "@signalbox/contract/executions";
import type { Carry } from "../carrying-out/case.ts";
import { lineOf } from "../carrying-out/texts.ts";
import { outcomeErrors } from "../outcomes.errors.ts";

const [longestContext, longestDescription] = [100, 140];

const stateOf = (state: ExecutionState) => {
  if (state === "succeeded") return "success";
  return state === "failed" ? "failure" : "error";
};

/** The status of a commit, under a name of the bot's own. */
export const status: Carry<"status"> = async (outcome, { execution, url, say }, { github }) => {
  const { target } = execution;
  if (target?.commit == null) throw outcomeErrors.noTarget("a commit");
  const { repository, commit } = target;
  const context = lineOf(await say(outcome.context), longestContext);
  if (context === "") throw outcomeErrors.empty("name of the status");
  const description = lineOf(await say(outcome.description), longestDescription);
  const wished = { state: stateOf(execution.state), context, description } as const;
  const there = await github.statuses(repository, commit);
  const isThere = there.some((one) => JSON.stringify(pick(one)) === JSON.stringify(pick(wished)));
  if (!isThere) await github.setStatus(repository, commit, { ...wished, url });
  return { sha: commit };
};

const pick = ({ state, context, description }: { state: string; context: string; description: string }) => [
  ...[state, context, description],
];
