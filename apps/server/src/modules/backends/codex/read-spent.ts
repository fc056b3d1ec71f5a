import { isObject, type JsonObject, numberAt } from "../../../kernel/json.ts";
import { shortText } from "../read-payload.ts";
import type { Spent } from "../signal.ts";

/** What an answer of the model took; Codex counts what came from the cache as part of the input. */
export function readCodexSpent(
  payload: JsonObject,
  { model, window }: { model: string | null; window: number | null },
): Spent | null {
  const { usage } = payload;
  const id = shortText(payload, "response_id");
  if (!isObject(usage) || id === null) return null;
  const count = (name: string) => Math.max(0, numberAt(usage, name) ?? 0);
  const cacheRead = count("cached_input_tokens");
  const cacheWrite = count("cache_write_input_tokens");
  const input = Math.max(0, count("input_tokens") - cacheRead - cacheWrite);
  return { id, model, input, output: count("output_tokens"), cacheRead, cacheWrite, window };
}
