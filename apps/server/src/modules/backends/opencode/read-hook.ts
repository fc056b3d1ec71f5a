import type { QuestionPart } from "@signalbox/contract/agents";
import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import { describeCall } from "../describe-call.ts";
import { observersOf, payloadReader, shortText } from "../read-payload.ts";
import type { AskedQuestion, Observation } from "../signal.ts";

/** Reads what our plugin passes on of OpenCode's events; each has an id of its own. */

export const opencodeIds: readonly string[] = [
  "session_id",
  "agent_id",
  "prompt_id",
  "message_id",
  "event_id",
];

export const opencodeFields: readonly string[] = [
  ...opencodeIds,
  ...[
    "hook_event_name",
    "cwd",
    "model",
    "agent_type",
    "prompt",
    "part",
    "request",
    "status",
    "error",
    "refused",
  ],
  "last_assistant_message",
];

const observers = observersOf({
  "session.created": (payload) =>
    isChild(payload) ? { kind: "child_started" } : { kind: "session_started", source: "startup" },
  "session.ended": () => ({ kind: "session_ended", reason: "exit" }),
  "session.deleted": () => ({ kind: "session_ended", reason: "deleted" }),
  "session.compacted": () => ({ kind: "compacted" }),
  "chat.message": (payload) => ({
    kind: "prompted",
    text: textAt(payload, "prompt") ?? "",
    machineMade: false,
  }),
  // An answer begins.
  "message.updated": () => ({ kind: "worked" }),
  "message.part.updated": (payload) => toolCall(objectAt(payload, "part")),
  "permission.asked": (payload) => ({ kind: "asked", question: permission(objectAt(payload, "request")) }),
  "permission.replied": () => ({ kind: "worked" }),
  "question.asked": (payload) => ({ kind: "asked", question: options(objectAt(payload, "request")) }),
  "question.replied": () => ({ kind: "worked" }),
  "question.rejected": () => ({ kind: "worked" }),
  "session.status": (payload) => retrying(objectAt(payload, "status")),
  "session.error": failure,
  "session.idle": (payload) => {
    const text = textAt(payload, "last_assistant_message") ?? "";
    if (payload.refused === true) return { kind: "interrupted" };
    return isChild(payload)
      ? { kind: "child_stopped", text }
      : { kind: "stopped", text, childrenRunning: false };
  },
});

const isChild = (payload: JsonObject): boolean => shortText(payload, "agent_id") !== null;

function toolCall(part: JsonObject): Observation {
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

/** The tools by the permission that they need. */
const tools: Readonly<Record<string, string | undefined>> = { bash: "Bash", edit: "Edit", read: "Read" };

function permission(request: JsonObject): AskedQuestion {
  const name = shortText(request, "permission") ?? "permission";
  const metadata = objectAt(request, "metadata");
  const pattern = listAt(request, "patterns").find((each) => typeof each === "string") ?? null;
  const path = textAt(metadata, "filepath") ?? pattern;
  const tool = tools[name] ?? name;
  const text = describeCall(tool, { command: pattern, ...metadata, file_path: path });
  return { kind: "permission", tool, input: metadata, text, parts: [], plan: null, terminalOnly: true };
}

function options(request: JsonObject): AskedQuestion {
  const parts = listAt(request, "questions").filter(isObject).map(partOf);
  const text = parts[0]?.text ?? "A question without words";
  return { kind: "options", tool: "question", input: request, text, parts, plan: null, terminalOnly: true };
}

const partOf = (question: JsonObject): QuestionPart => ({
  header: textAt(question, "header"),
  text: textAt(question, "question") ?? "",
  several: question.multiple === true,
  options: listAt(question, "options")
    .filter(isObject)
    .map((option) => ({
      label: textAt(option, "label") ?? "",
      description: textAt(option, "description"),
      preview: null,
    })),
  answer: null,
});

/** The words of the trackers for what OpenCode calls an APIError, by its status. */
const classes: Readonly<Record<number, string | undefined>> = {
  401: "authentication_failed",
  403: "authentication_failed",
  429: "rate_limit",
  400: "invalid_request",
};

function retrying(status: JsonObject): Observation {
  const next = numberAt(status, "next");
  const isLimit = /\b429\b|rate.?limit|too many requests|usage limit|quota/i.test(
    textAt(status, "message") ?? "",
  );
  return {
    kind: "retrying",
    errorClass: isLimit ? "rate_limit" : "server_error",
    resetsAt: next === null ? null : new Date(next),
  };
}

function failure(payload: JsonObject): Observation {
  const error = objectAt(payload, "error");
  const name = shortText(error, "name") ?? "unknown";
  if (name === "MessageAbortedError") return { kind: "interrupted" };
  const details = objectAt(error, "data");
  const status = numberAt(details, "statusCode");
  const usual = status !== null && status >= 500 ? "server_error" : name;
  const errorClass = (status === null ? undefined : classes[status]) ?? usual;
  return { kind: "stop_failed", errorClass, text: textAt(details, "message") ?? name, resetsAt: null };
}

function ownIdentity(event: string, payload: JsonObject): string | null {
  const messageId = shortText(payload, "message_id");
  if (messageId !== null) return `${event}:${messageId}`;
  return shortText(payload, "event_id");
}

export const readOpencodeHook = payloadReader({
  backend: "opencode",
  promptId: "prompt_id",
  ownIdentity,
  observers,
});
