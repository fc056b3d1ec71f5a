import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Asked } from "./model-api.ts";
import type { Step, Usage } from "./plan.ts";

export const newId = (prefix: string): string => `${prefix}_${randomBytes(9).toString("hex")}`;

/** Roughly what a tokenizer would say. */
export const countTokens = (text: string): number => Math.max(1, Math.ceil(text.length / 4));

/** Answers with one value as JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", "request-id": newId("req"), ...headers });
  response.end(JSON.stringify(body));
}

/** What the step says before it calls a tool, or instead. */
export const textOf = (step: Step): string => step.text ?? (step.calls.length > 0 ? "" : "Done.");

/** What the step is said to have cost. */
export function costOf(asked: Asked, step: Step): Usage {
  const counted: Usage = {
    input: countTokens(JSON.stringify(asked.turns)),
    output: countTokens(JSON.stringify([step.think, step.text, step.calls])),
    cacheRead: 0,
    cacheWrite: 0,
  };
  return { ...counted, ...step.usage };
}

/** Starts a stream of events; the answer sends one, and resolves when it has left this process. */
export function eventStream(response: ServerResponse) {
  response.writeHead(200, { "content-type": "text/event-stream", "request-id": newId("req") });
  return (data: unknown, event?: string) =>
    new Promise<unknown>((sent) => {
      const head = event === undefined ? "" : `event: ${event}\n`;
      const text = typeof data === "string" ? data : JSON.stringify(data);
      response.write(`${head}data: ${text}\n\n`, sent);
    });
}

/**
 * The pieces of a text at the pace of its step. Where the step is to be cut, the connection breaks off within; whoever
 * sends then finds the response destroyed.
 */
export function pacer(response: ServerResponse, step: Step) {
  let budget = step.cutAfter ?? Number.POSITIVE_INFINITY;
  return async function* pieces(text: string): AsyncGenerator<string> {
    const whole = step.tokenMs === 0 && step.cutAfter === undefined;
    for (const piece of whole ? [text] : (text.match(/\s*\S+|\s+$/g) ?? [])) {
      if (budget-- <= 0) response.destroy();
      if (response.destroyed) return;
      yield piece;
      if (step.tokenMs > 0) await delay(step.tokenMs);
    }
  };
}
