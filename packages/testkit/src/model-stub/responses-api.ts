import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Turn } from "./conversation.ts";
import type { Asked, ModelApi } from "./model-api.ts";
import { sendOpenAiFault } from "./openai-fault.ts";
import type { Step } from "./plan.ts";
import { costOf, eventStream, newId, pacer, sendJson, textOf } from "./sending.ts";

const Part = z.looseObject({ text: z.string().optional(), encrypted_content: z.string().optional() });
const Item = z.looseObject({
  type: z.string().optional(),
  role: z.string().optional(),
  content: z.union([z.string(), z.array(Part)]).nullish(),
  output: z.unknown().optional(),
});
const Tool = z.looseObject({ name: z.string().optional(), type: z.string().optional() });

/** What the stub reads of a Responses request; it is no validator. */
const ResponsesRequest = z.looseObject({
  model: z.string().default("stub-model"),
  stream: z.boolean().default(false),
  input: z.array(Item).default([]),
  tools: z.array(Tool).default([]),
});

type Output = { type: string; id: string } & Record<string, unknown>;

/** OpenAI's Responses API, as Codex speaks it. */
export const responsesApi: ModelApi = {
  serves: (path) => path.endsWith("/responses"),
  read: (body) => {
    const { model, stream, input, tools } = ResponsesRequest.parse(body);
    const names = tools.map(({ name, type }) => name ?? type ?? "");
    return { model, stream, turns: input.map(turnOf), tools: names, system: "" };
  },
  sendStep,
  sendFault: sendOpenAiFault,
};

function turnOf({ type = "message", role, content, output }: z.infer<typeof Item>): Turn {
  if (type.endsWith("_output")) {
    const result = typeof output === "string" ? output : (JSON.stringify(output) ?? "");
    return { role: "user", texts: [], answersTool: true, result };
  }
  if (type === "agent_message") return taskOf(content);
  if (role === undefined || role === "assistant") return { role: "assistant", texts: [], answersTool: false };
  const texts = typeof content === "string" ? [content] : (content ?? []).map(({ text }) => text ?? "");
  return { role: role === "user" ? "user" : "other", texts, answersTool: false };
}

/** What one agent says to another is a prompt where it is a task; the stub takes it unencrypted. */
function taskOf(content: z.infer<typeof Item>["content"]): Turn {
  const parts = Array.isArray(content) ? content : [];
  const isTask = parts.some(({ text }) => text?.startsWith("Message Type: NEW_TASK"));
  const texts = parts.map(({ encrypted_content }) => encrypted_content ?? "");
  return { role: isTask ? "user" : "other", texts, answersTool: false };
}

async function sendStep(response: ServerResponse, asked: Asked, step: Step): Promise<void> {
  const output = outputOf(step);
  const about = { id: newId("resp"), object: "response", model: asked.model };
  const completed = { ...about, status: "completed", output, usage: usageOf(asked, step) };
  if (!asked.stream) return sendJson(response, 200, completed);

  const stream = eventStream(response);
  const send = (type: string, data: object) => stream({ type, ...data }, type);
  const pieces = pacer(response, step);
  await send("response.created", { response: { ...about, status: "in_progress", output: [] } });
  for (const [at, item] of output.entries()) {
    const place = { output_index: at, item_id: item.id };
    await send("response.output_item.added", { output_index: at, item: emptied(item) });
    if (item.type === "message") {
      for await (const delta of pieces(textOf(step))) {
        await send("response.output_text.delta", { ...place, content_index: 0, delta });
      }
      if (response.destroyed) return;
    }
    await send("response.output_item.done", { output_index: at, item });
  }
  await send("response.completed", { response: completed });
  response.end();
}

function outputOf(step: Step): Output[] {
  const text = textOf(step);
  const summary = [{ type: "summary_text", text: step.think }];
  const content = [{ type: "output_text", text, annotations: [] }];
  return [
    ...(step.think === undefined ? [] : [{ type: "reasoning", id: newId("rs"), summary }]),
    ...(text === ""
      ? []
      : [{ type: "message", id: newId("msg"), status: "completed", role: "assistant", content }]),
    ...step.calls.map(({ name, input }) => {
      const id = { id: newId("fc"), call_id: newId("call") };
      // A tool that takes no JSON but a text of its own.
      if (typeof input.text === "string" && Object.keys(input).length === 1)
        return { type: "custom_tool_call", ...id, name, input: input.text };
      const named = { ...namesOf(name), arguments: JSON.stringify(input) };
      return { type: "function_call", ...id, ...named, status: "completed" };
    }),
  ];
}

/** A tool that is offered in a space of its own: `space.tool`. */
function namesOf(name: string): { name: string; namespace?: string } {
  const [first = name, ...rest] = name.split(".");
  return rest.length === 0 ? { name } : { name: rest.join("."), namespace: first };
}

const emptied = (item: Output): Output =>
  item.type === "message" ? { ...item, status: "in_progress", content: [] } : item;

function usageOf(asked: Asked, step: Step) {
  const { input, output, cacheRead } = costOf(asked, step);
  return {
    input_tokens: input + cacheRead,
    input_tokens_details: { cached_tokens: cacheRead },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + cacheRead + output,
  };
}
