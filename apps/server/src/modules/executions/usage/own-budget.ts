import type { ExecutionBudget } from "@signalbox/contract/executions";
import type { Selectable } from "kysely";
import type { Executions } from "../../../platform/database/tables.ts";
import { costWords, tokenWords } from "./words.ts";

type Told = Pick<
  Selectable<Executions>,
  | "budget_cost_micros"
  | "budget_tokens"
  | "cost_micros"
  | "tokens_input"
  | "tokens_output"
  | "tokens_cache_read"
  | "tokens_cache_write"
>;

/** What one execution may take; null where that is not limited. */
export const ownBudgetOf = (
  row: Pick<Told, "budget_cost_micros" | "budget_tokens">,
): ExecutionBudget | null =>
  row.budget_cost_micros === null && row.budget_tokens === null
    ? null
    : { costMicros: numberOf(row.budget_cost_micros), tokens: numberOf(row.budget_tokens) };

const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));

/** Why an execution is to end, where it took what it may. */
export function overOwnBudget(row: Told): string | null {
  const budget = ownBudgetOf(row);
  if (budget === null) return null;
  const [cost, tokens] = [Number(row.cost_micros ?? 0), tokensOf(row)];
  if (budget.costMicros !== null && cost >= budget.costMicros)
    return `It spent its budget: about ${costWords(cost)} of ${costWords(budget.costMicros)}`;
  if (budget.tokens !== null && tokens >= budget.tokens)
    return `It spent its budget: ${tokenWords(tokens)} of ${tokenWords(budget.tokens)} tokens`;
  return null;
}

const tokensOf = (row: Told): number =>
  Number(row.tokens_input) +
  Number(row.tokens_output) +
  Number(row.tokens_cache_read) +
  Number(row.tokens_cache_write);
