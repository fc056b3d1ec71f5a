import { isObject, type JsonObject, numberAt, objectAt } from "../../../kernel/json.ts";
import { shortText } from "../read-payload.ts";
import type { Spent } from "../signal.ts";

/** What an answer of the model took, from the `usage` of its message; null where it tells none. */
export function readSpent(message: JsonObject): Spent | null {
  const { usage } = message;
  const id = shortText(message, "id");
  if (!isObject(usage) || id === null) return null;
  const count = (name: string) => Math.max(0, numberAt(usage, name) ?? 0);
  return {
    id,
    model: shortText(message, "model"),
    input: count("input_tokens"),
    output: count("output_tokens"),
    cacheRead: count("cache_read_input_tokens"),
    cacheWrite: count("cache_creation_input_tokens"),
    cacheWriteHour: Math.max(
      0,
      numberAt(objectAt(usage, "cache_creation"), "ephemeral_1h_input_tokens") ?? 0,
    ),
  };
}

/** What a session cost so far by the CLI's own account, in millionths of a dollar; null where it can't tell. */
export function readReportedCost(costState: JsonObject): number | null {
  const dollars = numberAt(costState, "totalCostUSD");
  if (dollars === null || dollars < 0 || costState.hasUnknownModelCost === true) return null;
  return Math.round(dollars * 1e6);
}
