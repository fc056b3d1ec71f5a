import { type JsonObject, objectAt, textAt } from "../../../kernel/json.ts";
import { describeCall } from "../describe-call.ts";
import { observersOf, payloadReader, shortText, toolOf } from "../read-payload.ts";
import type { AskedQuestion, Observation } from "../signal.ts";
import { answersIn, questionOf } from "./ask.ts";

export const codexIds: readonly string[] = ["session_id", "turn_id", "tool_use_id", "agent_id"];

export const codexFields: readonly string[] = [
  ...codexIds,
  ...["hook_event_name", "cwd", "model", "transcript_path", "agent_type", "source", "reason"],
  ...["prompt", "tool_name", "tool_input", "tool_response", "last_assistant_message"],
];

const observers = observersOf({
  SessionStart: (payload) => ({ kind: "session_started", source: shortText(payload, "source") ?? "startup" }),
  SessionEnd: (payload) => ({ kind: "session_ended", reason: shortText(payload, "reason") ?? "other" }),
  // What is typed while a turn runs goes into that turn, under its id; one Stop ends them all.
  UserPromptSubmit: (payload) => ({
    kind: "prompted",
    text: textAt(payload, "prompt") ?? "",
    machineMade: false,
    joins: true,
  }),
  PreToolUse: (payload) => {
    const call = callOf(payload);
    const question = questionOf(call);
    return question === null ? { kind: "tool_started", ...call } : { kind: "asked", question };
  },
  PermissionRequest: (payload) => ({ kind: "asked", question: permission(payload) }),
  PostToolUse: (payload) => ({
    kind: "tool_finished",
    ...callOf(payload),
    result: payload.tool_response ?? null,
    // Codex tells no more than what the tool printed.
    failed: false,
    durationMs: null,
    launched: null,
    answers: answersIn(objectAt(payload, "tool_input"), payload.tool_response),
  }),
  Stop: (payload) => ({ kind: "stopped", text: lastWords(payload), childrenRunning: false }),
  Interrupt: () => ({ kind: "interrupted" }),
  SubagentStart: (payload) => ofChild(payload, { kind: "child_started" }),
  SubagentStop: (payload) => ofChild(payload, { kind: "child_stopped", text: lastWords(payload) }),
  PreCompact: () => ({ kind: "compacted" }),
  PostCompact: () => ({ kind: "compacted" }),
});

const lastWords = (payload: JsonObject): string => textAt(payload, "last_assistant_message") ?? "";

/** Of a child that is not named, nothing can be told; its session must not be taken for it. */
const ofChild = (payload: JsonObject, observation: Observation): Observation =>
  shortText(payload, "agent_id") === null ? { kind: "other" } : observation;

/** Its tools for child agents stand in a space of their own, whose name hooks put in front. */
function callOf(payload: JsonObject): ReturnType<typeof toolOf> {
  const { tool, ...call } = toolOf(payload);
  return { ...call, tool: tool.replace(/^collaboration(?=[a-z_]+$)/, "") };
}

function permission(payload: JsonObject): AskedQuestion {
  const { tool } = toolOf(payload);
  const input = objectAt(payload, "tool_input");
  const text = describeCall(tool, input);
  return { kind: "permission", tool, input, text, parts: [], plan: null, terminalOnly: false };
}

function ownIdentity(event: string, payload: JsonObject): string | null {
  const useId = shortText(payload, "tool_use_id");
  return useId === null ? null : `${event}:${useId}`;
}

/** Reads a Codex hook leniently, as those of Claude Code are read. */
export const readCodexHook = payloadReader({ backend: "codex", promptId: "turn_id", ownIdentity, observers });
