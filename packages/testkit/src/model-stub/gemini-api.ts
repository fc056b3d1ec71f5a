import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Turn } from "./conversation.ts";
import type { Asked, ModelApi } from "./model-api.ts";
import type { Fault, Step } from "./plan.ts";
import { costOf, eventStream, newId, pacer, sendJson, textOf } from "./sending.ts";

const Part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  functionResponse: z.unknown().optional(),
});
const Content = z.looseObject({ role: z.string().optional(), parts: z.array(Part).default([]) });
const Tool = z.looseObject({
  functionDeclarations: z.array(z.looseObject({ name: z.string() })).default([]),
});

/** What the stub reads of a request for content; it is no validator. */
const ContentRequest = z.looseObject({
  contents: z.array(Content).default([]),
  tools: z.array(Tool).default([]),
});

const address = /\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;

/** Google's Gemini API, as Gemini CLI speaks it. */
export const geminiApi: ModelApi = {
  serves: (path) => address.test(path),
  read: (body, path) => {
    const { contents, tools } = ContentRequest.parse(body);
    const [, model = "stub-model", verb] = address.exec(path) ?? [];
    return {
      ...{ model, stream: verb === "streamGenerateContent", turns: contents.map(turnOf), system: "" },
      tools: tools.flatMap((tool) => tool.functionDeclarations.map(({ name }) => name)),
    };
  },
  sendStep,
  sendFault,
};

const turnOf = ({ role, parts }: z.infer<typeof Content>): Turn => ({
  role: role === "model" ? "assistant" : "user",
  texts: parts.filter(({ thought }) => thought !== true).map(({ text }) => text ?? ""),
  answersTool: parts.some(({ functionResponse }) => functionResponse !== undefined),
});

async function sendStep(response: ServerResponse, asked: Asked, step: Step): Promise<void> {
  const responseId = newId("g");
  const calls = step.calls.map(({ name, input }) => ({ functionCall: { name, args: input } }));
  const thoughts = step.think === undefined ? [] : [{ text: step.think, thought: true }];
  const text = textOf(step);
  const reply = (parts: object[], isLast = false) => ({
    candidates: [
      { index: 0, content: { role: "model", parts }, ...(isLast ? { finishReason: "STOP" } : {}) },
    ],
    ...{ modelVersion: asked.model, responseId },
    ...(isLast ? { usageMetadata: usageOf(asked, step) } : {}),
  });
  if (!asked.stream) return sendJson(response, 200, reply([...thoughts, { text }, ...calls], true));

  const send = eventStream(response);
  if (thoughts.length > 0) await send(reply(thoughts));
  if (text !== "")
    for await (const piece of pacer(response, step)(text)) await send(reply([{ text: piece }]));
  if (response.destroyed) return;
  await send(reply(calls.length > 0 ? calls : [{ text: "" }], true));
  response.end();
}

function sendFault(response: ServerResponse, { status: code, message, type, headers }: Fault): void {
  const names: Record<number, string> = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
  };
  const wait = headers["retry-after"];
  const retry = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${wait}s` };
  const error = {
    ...{ code, message: message ?? `Status ${code} as asked for`, status: type ?? names[code] ?? "INTERNAL" },
    details: wait === undefined ? [] : [retry],
  };
  sendJson(response, code, { error }, headers);
}

function usageOf(asked: Asked, step: Step) {
  const { input, output, cacheRead } = costOf(asked, step);
  return {
    promptTokenCount: input + cacheRead,
    cachedContentTokenCount: cacheRead,
    candidatesTokenCount: output,
    totalTokenCount: input + cacheRead + output,
  };
}
