import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { MessagesRequest } from "./conversation.ts";
import type { Fault, Step, Usage } from "./plan.ts";

type Block =
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "text"; text: string }
  | { type: "tool_use"; id: string; name: string; input: Record<string, unknown> };

const newId = (prefix: string): string => `${prefix}_${randomBytes(9).toString("hex")}`;

/** Roughly what a tokenizer would say. */
export const countTokens = (text: string): number => Math.max(1, Math.ceil(text.length / 4));

/** Answers with one value as JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", "request-id": newId("req"), ...headers });
  response.end(JSON.stringify(body));
}

/** Answers with an error as the Messages API words it. */
export function sendFault(response: ServerResponse, fault: Fault): void {
  const types: Record<number, string> = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
    529: "overloaded_error",
  };
  const type = fault.type ?? types[fault.status] ?? "api_error";
  const error = { type, message: fault.message ?? `Status ${fault.status} as asked for` };
  sendJson(response, fault.status, { type: "error", error, request_id: newId("req") }, fault.headers);
}

/** Answers a request with one step of the model, streamed where the request asks for it. */
export async function sendStep(
  response: ServerResponse,
  request: MessagesRequest,
  step: Step,
): Promise<void> {
  const content = blocksOf(step);
  const usage = usageOf(request, step);
  const stopReason = step.calls.length > 0 ? "tool_use" : "end_turn";
  const message = {
    ...{ id: newId("msg"), type: "message", role: "assistant", model: request.model },
    ...{ stop_sequence: null, usage },
  };
  if (!request.stream) return sendJson(response, 200, { ...message, content, stop_reason: stopReason });

  const send = eventStream(response);
  await send("message_start", { message: { ...message, content: [], stop_reason: null } });
  let budget = step.cutAfter ?? Number.POSITIVE_INFINITY;
  for (const [index, block] of content.entries()) {
    await send("content_block_start", { index, content_block: emptied(block) });
    for (const delta of deltasOf(block, step)) {
      if (budget-- <= 0) response.destroy();
      if (response.destroyed) return;
      await send("content_block_delta", { index, delta });
      if (step.tokenMs > 0) await delay(step.tokenMs);
    }
    await send("content_block_stop", { index });
  }
  await send("message_delta", { delta: { stop_reason: stopReason, stop_sequence: null }, usage });
  await send("message_stop", {});
  response.end();
}

function blocksOf(step: Step): Block[] {
  const text = step.text ?? (step.calls.length > 0 ? "" : "Done.");
  return [
    ...(step.think === undefined ? [] : [thinking(step.think)]),
    ...(text === "" ? [] : [{ type: "text", text } as const]),
    ...step.calls.map((call) => ({ type: "tool_use", id: newId("toolu"), ...call }) as const),
  ];
}

const thinking = (text: string): Block => ({ type: "thinking", thinking: text, signature: "stub-signature" });

function emptied(block: Block): Block {
  if (block.type === "text") return { ...block, text: "" };
  if (block.type === "thinking") return { ...block, thinking: "", signature: "" };
  return { ...block, input: {} };
}

function* deltasOf(block: Block, step: Step): Generator<Record<string, string>> {
  const whole = step.tokenMs === 0 && step.cutAfter === undefined;
  const pieces = (text: string) => (whole ? [text] : (text.match(/\s*\S+|\s+$/g) ?? []));
  if (block.type === "text") {
    for (const text of pieces(block.text)) yield { type: "text_delta", text };
  } else if (block.type === "thinking") {
    for (const text of pieces(block.thinking)) yield { type: "thinking_delta", thinking: text };
    yield { type: "signature_delta", signature: block.signature };
  } else {
    yield { type: "input_json_delta", partial_json: JSON.stringify(block.input) };
  }
}

function usageOf(request: MessagesRequest, step: Step) {
  const said = JSON.stringify([step.think, step.text, step.calls]);
  const counted: Usage = {
    input: countTokens(JSON.stringify(request.messages)),
    output: countTokens(said),
    cacheRead: 0,
    cacheWrite: 0,
  };
  const usage = { ...counted, ...step.usage };
  return {
    input_tokens: usage.input,
    output_tokens: usage.output,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation_input_tokens: usage.cacheWrite,
  };
}

function eventStream(response: ServerResponse) {
  response.writeHead(200, { "content-type": "text/event-stream", "request-id": newId("req") });
  /** Resolves when the event left this process: a connection cut next loses nothing that was sent. */
  return (type: string, data: object) =>
    new Promise((sent) => {
      response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`, sent);
    });
}
