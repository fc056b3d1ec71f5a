import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Turn } from "./conversation.ts";
import type { Asked, ModelApi } from "./model-api.ts";
import { sendOpenAiFault } from "./openai-fault.ts";
import type { Step } from "./plan.ts";
import { costOf, eventStream, newId, pacer, sendJson, textOf } from "./sending.ts";

const Part = z.looseObject({ text: z.string().optional() });
const Message = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(Part)]).nullish(),
});
const Tool = z.looseObject({ function: z.looseObject({ name: z.string() }) });

/** What the stub reads of a Chat Completions request; it is no validator. */
const ChatRequest = z.looseObject({
  model: z.string().default("stub-model"),
  stream: z.boolean().default(false),
  messages: z.array(Message).default([]),
  tools: z.array(Tool).default([]),
});

/** OpenAI's Chat Completions API, as OpenCode speaks it to most models. */
export const chatApi: ModelApi = {
  serves: (path) => path.endsWith("/chat/completions"),
  read: (body) => {
    const { model, stream, messages, tools } = ChatRequest.parse(body);
    const system = messages.filter(({ role }) => role === "system").flatMap(textsOf);
    return {
      ...{ model, stream, turns: messages.map(turnOf), system: system.join("\n") },
      tools: tools.map((tool) => tool.function.name),
    };
  },
  sendStep,
  sendFault: sendOpenAiFault,
};

const textsOf = ({ content }: z.infer<typeof Message>): string[] =>
  typeof content === "string" ? [content] : (content ?? []).map(({ text }) => text ?? "");

function turnOf(message: z.infer<typeof Message>): Turn {
  const { role } = message;
  if (role === "tool")
    return { role: "user", texts: [], answersTool: true, result: textsOf(message).join("\n") };
  const isKnown = role === "user" || role === "assistant";
  return { role: isKnown ? role : "other", texts: textsOf(message), answersTool: false };
}

async function sendStep(response: ServerResponse, asked: Asked, step: Step): Promise<void> {
  const about = { id: newId("chatcmpl"), created: 0, model: asked.model };
  const text = textOf(step);
  const calls = step.calls.map(({ name, input }, index) => ({
    ...{ index, id: newId("call"), type: "function" },
    function: { name, arguments: JSON.stringify(input) },
  }));
  const tools = calls.length === 0 ? {} : { tool_calls: calls };
  const finish = calls.length === 0 ? "stop" : "tool_calls";
  const usage = usageOf(asked, step);
  if (!asked.stream) {
    const message = { role: "assistant", content: text, ...tools };
    const choices = [{ index: 0, finish_reason: finish, message }];
    return sendJson(response, 200, { ...about, object: "chat.completion", choices, usage });
  }

  const stream = eventStream(response);
  const chunk = (delta: object, finish_reason: string | null = null) => {
    const choices = [{ index: 0, delta, finish_reason }];
    return stream({ ...about, object: "chat.completion.chunk", choices });
  };
  await chunk({ role: "assistant", content: "" });
  if (step.think !== undefined) await chunk({ reasoning_content: step.think });
  if (text !== "") for await (const content of pacer(response, step)(text)) await chunk({ content });
  if (response.destroyed) return;
  if (calls.length > 0) await chunk(tools);
  await chunk({}, finish);
  await stream({ ...about, object: "chat.completion.chunk", choices: [], usage });
  await stream("[DONE]");
  response.end();
}

function usageOf(asked: Asked, step: Step) {
  const { input, output, cacheRead } = costOf(asked, step);
  return {
    prompt_tokens: input + cacheRead,
    completion_tokens: output,
    total_tokens: input + cacheRead + output,
    prompt_tokens_details: { cached_tokens: cacheRead },
  };
}
