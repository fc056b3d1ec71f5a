import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import { readPart } from "../question-part.ts";
import { shortText } from "../read-payload.ts";
import type { AskedQuestion, Observation } from "../signal.ts";

/** What the plugin's events and the store tell in the same words. */

/** A call of a tool; `other` before it is certain what it is called with. */
export function toolCall(part: JsonObject): Observation {
  const state = objectAt(part, "state");
  const status = textAt(state, "status");
  const call = {
    tool: shortText(part, "tool") ?? "unknown tool",
    input: state.input ?? null,
    useId: shortText(part, "callID"),
  };
  if (status === "running") return { kind: "tool_started", ...call };
  if (status !== "completed" && status !== "error") return { kind: "other" };
  const { start, end } = { start: null, end: null, ...objectAt(state, "time") };
  return {
    kind: "tool_finished",
    ...call,
    result: state.output ?? state.error ?? null,
    failed: status === "error" || (numberAt(objectAt(state, "metadata"), "exit") ?? 0) !== 0,
    durationMs: typeof start === "number" && typeof end === "number" ? end - start : null,
    launched: null,
    answers: answersOf(state),
  };
}

/** The answers of a `question` call, by the text of the question. */
function answersOf(state: JsonObject): Record<string, string> {
  const questions = listAt(objectAt(state, "input"), "questions").filter(isObject);
  const answers = listAt(objectAt(state, "metadata"), "answers");
  const pairs = questions.map((question, at) => [textAt(question, "question") ?? "", answers[at]] as const);
  return Object.fromEntries(
    pairs.filter(([, answer]) => Array.isArray(answer)).map(([text, answer]) => [text, String(answer)]),
  );
}

/**
 * A choice, as the request and the call of the tool lay it out: each adds fields of its own, so what both have is what
 * it is known by.
 */
export function questionOf(request: JsonObject): AskedQuestion {
  const parts = listAt(request, "questions").filter(isObject).map(readPart);
  const text = parts[0]?.text ?? "A question without words";
  return {
    kind: "options",
    tool: "question",
    input: { questions: parts },
    text,
    parts,
    plan: null,
    terminalOnly: true,
  };
}

/** The words of the trackers for what OpenCode calls an APIError, by its status. */
const classes: Readonly<Record<number, string | undefined>> = {
  401: "authentication_failed",
  403: "authentication_failed",
  429: "rate_limit",
  400: "invalid_request",
};

/** How a turn ended that failed. */
export function failureOf(error: JsonObject): Observation {
  const name = shortText(error, "name") ?? "unknown";
  if (name === "MessageAbortedError") return { kind: "interrupted" };
  const details = objectAt(error, "data");
  const status = numberAt(details, "statusCode");
  const usual = status !== null && status >= 500 ? "server_error" : name;
  const errorClass = (status === null ? undefined : classes[status]) ?? usual;
  return { kind: "stop_failed", errorClass, text: textAt(details, "message") ?? name, resetsAt: null };
}
