import type { Carry } from "../carrying-out/case.ts";
import type { OutcomesOptions } from "../options.ts";
import { outcomeErrors } from "../outcomes.errors.ts";
import { findStarter, type OutcomeRow, storeStarted } from "../outcomes.repository.ts";

/** Executions in a row that started one another. */
const longestChain = 5;

/** Starts another bot. */
export const bot: Carry<"bot"> = async (outcome, { row, execution, say }, { db, bots }) => {
  const chain = await chainOf(row, db);
  if (chain.includes(outcome.botId))
    throw outcomeErrors.twiceInChain((await bots.get(outcome.botId)).content.name);
  if (chain.length >= longestChain) throw outcomeErrors.longChain(longestChain);
  const values: Record<string, string> = {};
  for (const [name, template] of Object.entries(outcome.values)) values[name] = await say(template);
  const key = `outcome:${row.execution_id}:${row.position}`;
  const { userId, bot: starter } = execution;
  const by = { actor: "system", name: starter.name, correlationId: row.correlation_id, userId };
  // What a model said is data to the next one.
  const start = { key, values, target: execution.target, ...by };
  await bots.begin(outcome.botId, start, (tx, started) => storeStarted(tx, row, started.id));
  return {};
};

/** The bots that led to an outcome, the nearest first. */
async function chainOf(row: OutcomeRow, db: OutcomesOptions["db"]): Promise<string[]> {
  const chain = [row.bot_id];
  let link: Pick<OutcomeRow, "execution_id"> | undefined = row;
  while (link !== undefined && chain.length <= longestChain) {
    const starter: Pick<OutcomeRow, "execution_id" | "bot_id"> | undefined = await findStarter(
      db.read,
      link.execution_id,
    );
    if (starter !== undefined) chain.push(starter.bot_id);
    link = starter;
  }
  return chain;
}
