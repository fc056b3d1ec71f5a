import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import type { HookContext, Observation, Signal, Unreadable } from "../signal.ts";
import { readAnswers, readQuestion } from "./read-question.ts";
import { readResetTime } from "./reset-time.ts";

/** Longer ids are no ids; they would not fit an index either. */
const longestId = 512;
export const prefixesOfMachines: readonly string[] = [
  "<task-notification>",
  "<system-reminder>",
  "<local-command-stdout>",
];

/** The fields that tell who speaks of what. An id is opaque: one that looks like a secret is still that id. */
export const claudeIds: readonly string[] = [
  "session_id",
  "agent_id",
  "prompt_id",
  "tool_use_id",
  "message_id",
];

/** The fields that are read here; others are only stored. */
export const claudeFields: readonly string[] = [
  ...claudeIds,
  "hook_event_name",
  "agent_type",
  "cwd",
  "model",
  "transcript_path",
  "index",
  "source",
  "reason",
  "prompt",
  "tool_name",
  "tool_input",
  "tool_response",
  "error",
  "error_details",
  "duration_ms",
  "notification_type",
  "message",
  "last_assistant_message",
  "background_tasks",
];

/**
 * Reads a Claude Code hook leniently: what is missing is null, what is unknown is kept as `other`.
 * Only a payload without a session or an event name can't be read.
 */
export function readClaudeHook(payload: unknown, { at, process }: HookContext): Signal | Unreadable {
  if (!isObject(payload)) return { reason: "the body is not a JSON object" };
  const event = shortText(payload, "hook_event_name");
  const sessionId = shortText(payload, "session_id");
  if (event === null) return { reason: "hook_event_name is missing, empty or too long" };
  if (sessionId === null) return { reason: "session_id is missing, empty or too long" };
  const childId = shortText(payload, "agent_id");
  return {
    backend: "claude",
    source: "hook",
    event,
    at,
    sessionId,
    child: childId === null ? null : { id: childId, type: shortText(payload, "agent_type") },
    promptId: shortText(payload, "prompt_id"),
    process,
    cwd: textAt(payload, "cwd"),
    model: shortText(payload, "model"),
    transcriptPath: textAt(payload, "transcript_path"),
    ownIdentity: ownIdentity(event, payload),
    observation: (observers[event] ?? nothing)(payload, at),
    spent: null,
  };
}

export function shortText(payload: JsonObject, key: string): string | null {
  const text = textAt(payload, key)?.replaceAll("\0", "").toWellFormed() ?? "";
  return text === "" || text.length > longestId ? null : text;
}

/** A tool call and a message have ids of the CLI's own; a prompt has none (several share one prompt_id). */
function ownIdentity(event: string, payload: JsonObject): string | null {
  const useId = shortText(payload, "tool_use_id");
  if (useId !== null) return `${event}:${useId}`;
  const messageId = shortText(payload, "message_id");
  return messageId === null ? null : `${event}:${messageId}:${numberAt(payload, "index") ?? 0}`;
}

type Observer = (payload: JsonObject, at: Date) => Observation;
const nothing: Observer = () => ({ kind: "other" });

const observers: Readonly<Record<string, Observer | undefined>> = Object.assign(Object.create(null), {
  SessionStart: (payload) => ({ kind: "session_started", source: shortText(payload, "source") ?? "startup" }),
  SessionEnd: (payload) => ({ kind: "session_ended", reason: shortText(payload, "reason") ?? "other" }),
  UserPromptSubmit: (payload) => {
    const text = textAt(payload, "prompt") ?? "";
    const machineMade = prefixesOfMachines.some((prefix) => text.trimStart().startsWith(prefix));
    return { kind: "prompted", text, machineMade };
  },
  PreToolUse: (payload) => ({ kind: "tool_started", ...toolOf(payload) }),
  PostToolUse: (payload) => toolFinished(payload, false),
  PostToolUseFailure: (payload) => toolFinished(payload, true),
  PostToolBatch: () => ({ kind: "worked" }),
  PermissionRequest: (payload) => ({ kind: "asked", question: readQuestion(payload) }),
  Notification: (payload) => ({
    kind: "noticed",
    notice: noticeOf(textAt(payload, "notification_type")),
    message: textAt(payload, "message") ?? "",
  }),
  Stop: (payload) => ({
    kind: "stopped",
    text: textAt(payload, "last_assistant_message") ?? "",
    childrenRunning: listAt(payload, "background_tasks").some(isRunningChild),
  }),
  StopFailure: (payload, at) => {
    const text = textAt(payload, "last_assistant_message") ?? textAt(payload, "error_details") ?? "";
    return {
      kind: "stop_failed",
      errorClass: shortText(payload, "error") ?? "unknown",
      text,
      resetsAt: readResetTime(text, at),
    };
  },
  SubagentStart: () => ({ kind: "child_started" }),
  SubagentStop: (payload) => ({
    kind: "child_stopped",
    text: textAt(payload, "last_assistant_message") ?? "",
  }),
  PreCompact: () => ({ kind: "compacted" }),
  PostCompact: () => ({ kind: "compacted" }),
} satisfies Record<string, Observer>);

function toolOf(payload: JsonObject) {
  return {
    tool: shortText(payload, "tool_name") ?? "unknown tool",
    input: payload.tool_input ?? null,
    useId: shortText(payload, "tool_use_id"),
  };
}

function toolFinished(payload: JsonObject, failed: boolean): Observation {
  const response = objectAt(payload, "tool_response");
  const childId = shortText(response, "agentId");
  return {
    kind: "tool_finished",
    ...toolOf(payload),
    result: payload.tool_response ?? payload.error ?? null,
    failed,
    durationMs: numberAt(payload, "duration_ms"),
    launched: childId === null ? null : { childId, description: textAt(response, "description") },
    answers: readAnswers(payload.tool_response),
  };
}

function noticeOf(type: string | null): "permission_prompt" | "idle_prompt" | "other" {
  return type === "permission_prompt" || type === "idle_prompt" ? type : "other";
}

function isRunningChild(task: unknown): boolean {
  if (!isObject(task) || task.type !== "subagent") return false;
  const status = textAt(task, "status");
  return status === null || status === "running" || status === "pending";
}
