import { clipJson, isObject } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";

/** Ids, by which what comes later is compared with what was told: one that is redacted is another. */
const opaque = /^(?:id|prompt|told|summaries|\w+Id)$/;
/** A little less than what is told of a text, which is thus not cut twice. */
const kept = { depth: 1, string: 63 * 1024, total: Number.POSITIVE_INFINITY };

/** What a reader carries on, as it may be stored: without secrets, and its texts cut to size. */
export function keptState(state: unknown): unknown {
  if (typeof state === "string") {
    const text = clipJson(state, kept);
    return typeof text === "string" ? redactText(text) : text;
  }
  if (Array.isArray(state)) return state.map(keptState);
  if (!isObject(state)) return state;
  return Object.fromEntries(
    Object.entries(state).map(([key, value]) => [key, opaque.test(key) ? value : keptState(value)]),
  );
}
