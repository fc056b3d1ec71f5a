import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../../kernel/json.ts";
import { describeCall } from "../describe-call.ts";
import { readPart } from "../question-part.ts";
import { observersOf, payloadReader, shortText, toolOf } from "../read-payload.ts";
import type { AskedQuestion, Observation } from "../signal.ts";

export const geminiIds: readonly string[] = ["session_id"];

export const geminiFields: readonly string[] = [
  ...geminiIds,
  ...[
    "hook_event_name",
    "timestamp",
    "cwd",
    "transcript_path",
    "source",
    "reason",
    "prompt",
    "prompt_response",
  ],
  ...["tool_name", "tool_input", "tool_response", "notification_type", "message", "details"],
];

/** Gemini's words for an answer that never came. */
const noAnswer = "[no response text]";

const observers = observersOf({
  SessionStart: (payload) => ({ kind: "session_started", source: shortText(payload, "source") ?? "startup" }),
  SessionEnd: (payload) => ({ kind: "session_ended", reason: shortText(payload, "reason") ?? "other" }),
  BeforeAgent: (payload) => ({
    kind: "prompted",
    text: textAt(payload, "prompt") ?? "",
    machineMade: false,
  }),
  BeforeTool: (payload) => {
    const question = questionOf(payload);
    return question === null ? { kind: "tool_started", ...toolOf(payload) } : { kind: "asked", question };
  },
  AfterTool: (payload) => {
    const response = objectAt(payload, "tool_response");
    return {
      kind: "tool_finished",
      ...toolOf(payload),
      // What it shows of the result can be the whole screen, cell by cell.
      result: response.llmContent ?? payload.tool_response ?? null,
      failed: response.error !== undefined && response.error !== null,
      durationMs: null,
      launched: null,
      answers: {},
    };
  },
  AfterAgent: stopped,
  Notification: (payload) => {
    const message = textAt(payload, "message") ?? "";
    if (textAt(payload, "notification_type") !== "ToolPermission")
      return { kind: "noticed", notice: "other", message };
    const details = objectAt(payload, "details");
    // What is asked was told with the call.
    return asking.includes(textAt(details, "type") ?? "")
      ? { kind: "noticed", notice: "permission_prompt", message }
      : { kind: "asked", question: permission(details, message) };
  },
});

/** The tools that do nothing but ask the person. */
const asking: readonly string[] = ["ask_user", "exit_plan_mode"];

/** What a call of such a tool asks; null for any other. */
function questionOf(payload: JsonObject): AskedQuestion | null {
  const { tool } = toolOf(payload);
  const input = objectAt(payload, "tool_input");
  const base = { tool, input, plan: null, terminalOnly: true };
  if (tool === "exit_plan_mode") return { ...base, kind: "plan", parts: [], text: "Leave plan mode?" };
  if (tool !== "ask_user") return null;
  const parts = listAt(input, "questions").filter(isObject).map(readPart);
  return { ...base, kind: "options", parts, text: parts[0]?.text ?? "A question without words" };
}

function stopped(payload: JsonObject): Observation {
  const text = textAt(payload, "prompt_response")?.trim() ?? "";
  if (text !== noAnswer) return { kind: "stopped", text, childrenRunning: false };
  const words =
    "No answer came: the model's API failed, or Escape was pressed. Gemini CLI does not tell which";
  return { kind: "stop_failed", errorClass: "no_answer", text: words, resetsAt: null };
}

/** The tools by what Gemini asks of them; the call itself is not named. */
const tools: Readonly<Record<string, string | undefined>> = { exec: "Bash", edit: "Edit" };

function permission(details: JsonObject, message: string): AskedQuestion {
  const type = textAt(details, "type") ?? "";
  const path = textAt(details, "filePath") ?? textAt(details, "fileName");
  const tool = tools[type] ?? textAt(details, "toolName") ?? textAt(details, "title");
  const text =
    tool === "Bash" || path !== null ? describeCall(tool ?? "", { ...details, file_path: path }) : message;
  return { kind: "permission", tool, input: details, text, parts: [], plan: null, terminalOnly: true };
}

/**
 * Neither prompts nor calls have an id. Each payload tells when it was made, to the millisecond; calls made in parallel
 * may share it, and differ in what they are told to do.
 */
function ownIdentity(event: string, payload: JsonObject): string | null {
  const timestamp = shortText(payload, "timestamp");
  if (timestamp === null) return null;
  const call =
    payload.tool_input === undefined ? [] : [toolOf(payload).tool, JSON.stringify(payload.tool_input)];
  return [event, timestamp, ...call].join(":");
}

/** Reads a Gemini CLI hook leniently, as those of Claude Code are read. */
export const readGeminiHook = payloadReader({ backend: "gemini", promptId: null, ownIdentity, observers });
