import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../../kernel/json.ts";
import type { HeadlessCli, ProtocolQuestion } from "../headless-cli.ts";
import { decisionOf, unableToTell } from "./held-question.ts";
import { readQuestion } from "./read-question.ts";
import { remembered } from "./remembered.ts";

export const claudeHeadless: HeadlessCli = {
  protocol: "stream_json",
  program: "claude",
  args: ({ sessionId, resumes, args }) => [
    "-p",
    ...["--input-format", "stream-json", "--output-format", "stream-json", "--verbose"],
    ...["--permission-prompt-tool", "stdio"],
    ...(resumes === null ? [] : ["--resume", resumes]),
    ...(sessionId === null ? [] : ["--session-id", sessionId]),
    ...args,
  ],
  takesSessionId: true,
};

/** What a line of its output says to whoever drives it. */
export type StreamMessage =
  | { kind: "asks"; requestId: string; asked: ProtocolQuestion }
  /** A request that it makes, and nobody here can answer. */
  | { kind: "wants"; requestId: string; what: string }
  /** What it asked awaits no answer any more. */
  | { kind: "takes_back"; requestId: string }
  | { kind: "replies"; requestId: string; problem: string | null }
  | { kind: "turn_begun" }
  | { kind: "turn_over" }
  | { kind: "other" };

/** Null for what is no message. */
export function readStreamLine(line: string): StreamMessage | null {
  const message = parse(line);
  if (!isObject(message)) return null;
  switch (message.type) {
    case "control_request":
      return readRequest(message);
    case "control_cancel_request":
      return { kind: "takes_back", requestId: textAt(message, "request_id") ?? "" };
    case "control_response":
      return readReply(objectAt(message, "response"));
    case "system":
      return { kind: message.subtype === "init" ? "turn_begun" : "other" };
    case "result":
      return { kind: "turn_over" };
    default:
      return { kind: "other" };
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function readRequest(message: JsonObject): StreamMessage {
  const requestId = textAt(message, "request_id") ?? "";
  const request = objectAt(message, "request");
  const what = textAt(request, "subtype") ?? "something";
  if (what !== "can_use_tool") return { kind: "wants", requestId, what };
  // The words of the hook that asks the same.
  const payload = {
    tool_name: textAt(request, "tool_name"),
    tool_input: objectAt(request, "input"),
    permission_suggestions: listAt(request, "permission_suggestions"),
  };
  const asked: ProtocolQuestion = {
    question: readQuestion(payload),
    childId: textAt(request, "agent_id"),
    useId: textAt(request, "tool_use_id"),
    unable: (content) => unableToTell(payload, content),
    remembers: remembered(payload),
    replyTo: (content) => decisionOf(payload, content),
  };
  return { kind: "asks", requestId, asked };
}

function readReply(response: JsonObject): StreamMessage {
  const requestId = textAt(response, "request_id") ?? "";
  const isFine = response.subtype === "success";
  return { kind: "replies", requestId, problem: isFine ? null : (textAt(response, "error") ?? "it refused") };
}

/** What is said to it, line by line. */
export const streamLines = {
  says: (text: string): string =>
    JSON.stringify({
      type: "user",
      message: { role: "user", content: [{ type: "text", text }] },
      parent_tool_use_id: null,
    }),
  asks: (requestId: string, subtype: "initialize" | "interrupt"): string =>
    JSON.stringify({ type: "control_request", request_id: requestId, request: { subtype } }),
  replies: (requestId: string, response: unknown): string =>
    JSON.stringify({
      type: "control_response",
      response: { subtype: "success", request_id: requestId, response },
    }),
  refuses: (requestId: string, error: string): string =>
    JSON.stringify({
      type: "control_response",
      response: { subtype: "error", request_id: requestId, error },
    }),
};
