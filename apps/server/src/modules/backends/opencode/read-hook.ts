import { type JsonObject, listAt, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import { describeCall } from "../describe-call.ts";
import { observersOf, payloadReader, shortText } from "../read-payload.ts";
import type { AskedQuestion, Observation } from "../signal.ts";
import { failureOf, questionOf, toolCall } from "./observations.ts";

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
    "transcript_path",
  ],
  "last_assistant_message",
];

const observers = observersOf({
  // A child's prompt follows at once, and is what it is asked.
  "session.created": (payload) =>
    isChild(payload) ? { kind: "other" } : { kind: "session_started", source: "startup" },
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
  "question.asked": (payload) => ({ kind: "asked", question: questionOf(objectAt(payload, "request")) }),
  "question.replied": () => ({ kind: "worked" }),
  "question.rejected": () => ({ kind: "worked" }),
  "session.status": (payload) => retrying(objectAt(payload, "status")),
  "session.error": (payload) => failureOf(objectAt(payload, "error")),
  "session.idle": (payload) => {
    const text = textAt(payload, "last_assistant_message") ?? "";
    if (payload.refused === true) return { kind: "interrupted" };
    return isChild(payload)
      ? { kind: "child_stopped", text }
      : { kind: "stopped", text, childrenRunning: false };
  },
});

const isChild = (payload: JsonObject): boolean => shortText(payload, "agent_id") !== null;

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

function retrying(status: JsonObject): Observation {
  const next = numberAt(status, "next");
  const isLimit = /\b429\b|rate.?limit|too many requests|usage limit|quota/i.test(
    textAt(status, "message") ?? "",
  );
  return {
    kind: "retrying",
    errorClass: isLimit ? "rate_limit" : "server_error",
    resetsAt: next === null || Math.abs(next) > 8.64e15 ? null : new Date(next),
  };
}

function ownIdentity(event: string, payload: JsonObject): string | null {
  const messageId = shortText(payload, "message_id");
  if (messageId !== null) return `${event}:${messageId}`;
  return shortText(payload, "event_id");
}

export const readOpencodeHook = payloadReader({
  backend: "opencode",
  promptId: "prompt_id",
  endsOnce: true,
  ownIdentity,
  observers,
});
