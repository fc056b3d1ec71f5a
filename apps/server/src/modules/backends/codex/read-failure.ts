import { isObject, type JsonObject, numberAt, textAt } from "../../../kernel/json.ts";
import { readResetTime } from "../claude/reset-time.ts";
import type { Observation } from "../signal.ts";

/** What Codex says of a failure, in the words that all CLIs share. */
const classes: readonly { says: RegExp; errorClass: string }[] = [
  { says: /\b429\b|usage limit|rate limit|too many requests/i, errorClass: "rate_limit" },
  { says: /\b40[13]\b|unauthori[sz]ed|forbidden/i, errorClass: "authentication_failed" },
  { says: /ran out of room|context window|context_length_exceeded/i, errorClass: "prompt_too_long" },
  { says: /billing|credit|quota/i, errorClass: "billing_error" },
  { says: /\b400\b|invalid_request/i, errorClass: "invalid_request" },
];

/** Reads the error that ended a turn. */
export function failureOf(error: JsonObject, at: Date): Observation {
  const text = textAt(error, "message") ?? "";
  const said = `${text} ${JSON.stringify(error.codex_error_info ?? "")} ${statusIn(error.codex_error_info) ?? ""}`;
  const errorClass = classes.find(({ says }) => says.test(said))?.errorClass ?? "server_error";
  return { kind: "stop_failed", errorClass, text, resetsAt: readResetTime(text, at) };
}

/** The HTTP status, which stands one level down under the name of what failed. */
function statusIn(info: unknown): number | null {
  if (!isObject(info)) return null;
  const inside = Object.values(info).filter(isObject);
  return inside.map((one) => numberAt(one, "http_status_code")).find((status) => status !== null) ?? null;
}
