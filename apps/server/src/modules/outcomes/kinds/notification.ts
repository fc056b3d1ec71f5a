import type { Carry, Needless } from "../carrying-out/case.ts";
import { lineOf } from "../carrying-out/texts.ts";
import { outcomeErrors } from "../outcomes.errors.ts";
import type { Made } from "../outcomes.repository.ts";

const longestTitle = 200;
const longestBody = 4_000;
const told: Made = {};
const untold: Needless = { skipped: "Nobody has a channel by which to be told" };

/** Told once, however often it is tried: the same cause makes no second notice. */
export const notification: Carry<"notification"> = async (outcome, { row, execution, say }, { tell }) => {
  const title = lineOf(await say(outcome.title), longestTitle);
  if (title === "") throw outcomeErrors.empty("title");
  const body = (await say(outcome.body)).slice(0, longestBody).toWellFormed();
  const isTold = await tell({
    cause: `outcome:${row.execution_id}/${row.position}`,
    ...{ executionId: execution.id, projectId: execution.projectId, correlationId: row.correlation_id },
    ...{ title, body, level: outcome.level },
  });
  return isTold ? told : untold;
};
