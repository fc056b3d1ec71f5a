import { isObject, type JsonObject, listAt, numberAt, textAt } from "../../../kernel/json.ts";
import { readResetTime } from "../claude/reset-time.ts";
import { shortText } from "../read-payload.ts";
import type { Observation, Spent } from "../signal.ts";

/** What a line tells, with Gemini's own id of the thing. */
export interface Part {
  observation: Observation;
  thing: string;
}

/** What a person asked; null where the CLI hands its context or the results of tools to the model. */
export function promptIn(line: JsonObject): string | null {
  const { content } = line;
  const parts = Array.isArray(content) ? content.filter(isObject) : [];
  const text =
    typeof content === "string" ? content : parts.flatMap((part) => textAt(part, "text") ?? []).join("\n");
  return text.trim() === "" || text.startsWith("<session_context>") ? null : text;
}

const over = ["success", "error", "cancelled"];

/** A call of a tool: that it began, and how it ended, where it has. */
export function callParts(call: JsonObject): Part[] {
  const useId = shortText(call, "id");
  if (useId === null) return [];
  const tool = shortText(call, "name") ?? "unknown tool";
  const started = { kind: "tool_started", tool, input: call.args ?? null, useId } as const;
  const status = textAt(call, "status") ?? "";
  const begun: Part[] = [{ observation: started, thing: `tool:${useId}` }];
  if (!over.includes(status)) return begun;
  const of = { kind: "tool_finished", tool: null, input: null, useId, durationMs: null } as const;
  const failed = status !== "success";
  const result = resultOf(call);
  return [
    ...begun,
    { observation: { ...of, result, failed, launched: null, answers: {} }, thing: `result:${useId}` },
  ];
}

function resultOf(call: JsonObject): unknown {
  const [first] = listAt(call, "result").filter(isObject);
  const response = first?.functionResponse;
  return (isObject(response) ? response.response : undefined) ?? call.resultDisplay ?? null;
}

/** What the CLI notes beside the conversation when it ends a turn; null for any other note. */
export function endedBy(line: JsonObject): Part | null {
  const text = textAt(line, "content") ?? "";
  const id = shortText(line, "id");
  if (line.type === "info" && /^request cancelled/i.test(text)) {
    return { observation: { kind: "interrupted" }, thing: `interrupted:${id}` };
  }
  if (line.type !== "error") return null;
  const at = new Date(Date.parse(textAt(line, "timestamp") ?? ""));
  return {
    observation: {
      kind: "stop_failed",
      errorClass: errorClassOf(text),
      text,
      resetsAt: readResetTime(text, at),
    },
    thing: `said:${id}`,
  };
}

function errorClassOf(text: string): string {
  if (/\b429\b|quota|RESOURCE_EXHAUSTED|rate limit/i.test(text)) return "rate_limit";
  if (/\b40[13]\b|PERMISSION_DENIED|UNAUTHENTICATED|API key/i.test(text)) return "authentication_failed";
  return /\b400\b|INVALID_ARGUMENT/i.test(text) ? "invalid_request" : "server_error";
}

/** What an answer of the model took; Gemini counts what came from the cache as part of the input. */
export function readGeminiSpent(line: JsonObject): Spent | null {
  const { tokens } = line;
  const id = shortText(line, "id");
  if (!isObject(tokens) || id === null) return null;
  const count = (name: string) => Math.max(0, numberAt(tokens, name) ?? 0);
  const cacheRead = count("cached");
  const input = Math.max(0, count("input") + count("tool") - cacheRead);
  const output = count("output") + count("thoughts");
  return { id, model: shortText(line, "model"), input, output, cacheRead, cacheWrite: 0 };
}
