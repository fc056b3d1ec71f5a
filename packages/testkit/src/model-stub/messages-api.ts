import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Turn } from "./conversation.ts";
import type { Asked, ModelApi } from "./model-api.ts";
import type { Step } from "./plan.ts";
import { costOf, eventStream, newId, pacer, sendJson, textOf } from "./sending.ts";

const Block = z.looseObject({ type: z.string(), text: z.string().optional() });
const Message = z.object({ role: z.string(), content: z.union([z.string(), z.array(Block)]) });

/** What the stub reads of a Messages request; it is no validator. */
const MessagesRequest = z.looseObject({
  model: z.string().default("stub-model"),
  stream: z.boolean().default(false),
  messages: z.array(Message).default([]),
  tools: z.array(z.looseObject({ name: z.string() })).default([]),
  system: z.union([z.string(), z.array(Block)]).default(""),
});

type Content =
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "text"; text: string }
  | { type: "tool_use"; id: string; name: string; input: unknown };

/** Anthropic's Messages API, as Claude Code speaks it. */
export const messagesApi: ModelApi = {
  serves: (path) => path.endsWith("/messages"),
  read: (body) => {
    const { model, stream, messages, tools, system } = MessagesRequest.parse(body);
    const told = typeof system === "string" ? system : system.map(({ text }) => text ?? "").join("\n");
    return { model, stream, turns: messages.map(turnOf), tools: tools.map(({ name }) => name), system: told };
  },
  sendStep,
  sendFault: (response, fault) => {
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
  },
};

function turnOf({ role, content }: z.infer<typeof Message>): Turn {
  const blocks = typeof content === "string" ? [{ type: "text", text: content }] : content;
  return {
    role: role === "user" || role === "assistant" ? role : "other",
    texts: blocks.map(({ text }) => text ?? ""),
    answersTool: blocks.some(({ type }) => type === "tool_result"),
  };
}

async function sendStep(response: ServerResponse, asked: Asked, step: Step): Promise<void> {
  const content = contentOf(step);
  const usage = usageOf(asked, step);
  const stopReason = step.calls.length > 0 ? "tool_use" : "end_turn";
  const message = {
    ...{ id: newId("msg"), type: "message", role: "assistant", model: asked.model },
    ...{ stop_sequence: null, usage },
  };
  if (!asked.stream && step.cutAfter !== undefined) return void response.destroy();
  if (!asked.stream) return sendJson(response, 200, { ...message, content, stop_reason: stopReason });

  const stream = eventStream(response);
  const send = (type: string, data: object) => stream({ type, ...data }, type);
  const pieces = pacer(response, step);
  await send("message_start", { message: { ...message, content: [], stop_reason: null } });
  for (const [index, block] of content.entries()) {
    await send("content_block_start", { index, content_block: emptied(block) });
    for await (const delta of deltasOf(block, pieces)) await send("content_block_delta", { index, delta });
    if (response.destroyed) return;
    await send("content_block_stop", { index });
  }
  await send("message_delta", { delta: { stop_reason: stopReason, stop_sequence: null }, usage });
  await send("message_stop", {});
  response.end();
}

function contentOf(step: Step): Content[] {
  const text = textOf(step);
  return [
    ...(step.think === undefined ? [] : [thinking(step.think)]),
    ...(text === "" ? [] : [{ type: "text", text } as const]),
    ...step.calls.map((call) => ({ type: "tool_use", id: newId("toolu"), ...call }) as const),
  ];
}

const thinking = (text: string): Content => ({
  type: "thinking",
  thinking: text,
  signature: "stub-signature",
});

function emptied(block: Content): Content {
  if (block.type === "text") return { ...block, text: "" };
  if (block.type === "thinking") return { ...block, thinking: "", signature: "" };
  return { ...block, input: {} };
}

async function* deltasOf(block: Content, pieces: ReturnType<typeof pacer>) {
  if (block.type === "text") {
    for await (const text of pieces(block.text)) yield { type: "text_delta", text };
  } else if (block.type === "thinking") {
    for await (const text of pieces(block.thinking)) yield { type: "thinking_delta", thinking: text };
    yield { type: "signature_delta", signature: block.signature };
  } else {
    yield { type: "input_json_delta", partial_json: JSON.stringify(block.input) };
  }
}

function usageOf(asked: Asked, step: Step) {
  const cost = costOf(asked, step);
  return {
    input_tokens: cost.input,
    output_tokens: cost.output,
    cache_read_input_tokens: cost.cacheRead,
    cache_creation_input_tokens: cost.cacheWrite,
  };
}
