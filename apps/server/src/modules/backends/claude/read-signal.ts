import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import { observersOf, payloadReader, shortText, toolOf } from "../read-payload.ts";
import type { Observation } from "../signal.ts";
import { readAnswers, readQuestion } from "./read-question.ts";
import { readResetTime } from "./reset-time.ts";

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

/** A tool call and a message have ids of the CLI's own; a prompt has none (several share one prompt_id). */
function ownIdentity(event: string, payload: JsonObject): string | null {
  const useId = shortText(payload, "tool_use_id");
  if (useId !== null) return `${event}:${useId}`;
  const messageId = shortText(payload, "message_id");
  return messageId === null ? null : `${event}:${messageId}:${numberAt(payload, "index") ?? 0}`;
}

const observers = observersOf({
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
});

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

/** Reads a Claude Code hook leniently: what is missing is null, what is unknown is kept as `other`. */
export const readClaudeHook = payloadReader({
  backend: "claude",
  promptId: "prompt_id",
  ownIdentity,
  observers,
});
