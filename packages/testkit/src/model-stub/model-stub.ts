import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as textOf } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { chatApi } from "./chat-api.ts";
import { type Standing, standingOf } from "./conversation.ts";
import { stepsOf } from "./directives.ts";
import { geminiApi } from "./gemini-api.ts";
import { messagesApi } from "./messages-api.ts";
import type { Asked } from "./model-api.ts";
import { type Fault, type Step, saying } from "./plan.ts";
import { responsesApi } from "./responses-api.ts";
import { countTokens, sendJson } from "./sending.ts";
import { callFor } from "./tools-of-clis.ts";

/** A request to the model, and what became of it. */
export interface StubRequest extends Standing {
  model: string;
  messages: Asked["turns"];
  /** What the model is told to be; of the APIs of Claude Code and OpenCode. */
  system: string;
  /** The status answered; null while it waits for its answer. */
  status: number | null;
  /** The key or token that it came with; null where there was none. */
  credential: string | null;
  /** The client went away before the answer was complete. */
  aborted: boolean;
}

/** A model that says what the prompt tells it to say, behind each of the APIs that CLIs speak, on loopback. */
export interface ModelStub {
  readonly url: string;
  /** Requests for an answer, oldest first. */
  readonly requests: readonly StubRequest[];
  /** Fails the next `times` requests, whatever they ask. */
  failNext(fault: Partial<Fault> & { status: number }): void;
  stop(): Promise<void>;
}

const apis = [messagesApi, responsesApi, chatApi, geminiApi];

export async function startModelStub(): Promise<ModelStub> {
  const requests: StubRequest[] = [];
  const chooseFault = faultCounter();
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(incoming.url ?? "/", "http://stub");
    const body = await textOf(incoming);
    if (pathname.endsWith("/messages/count_tokens")) {
      return sendJson(response, 200, { input_tokens: countTokens(body) });
    }
    const api = apis.find(({ serves }) => serves(pathname));
    if (api === undefined || incoming.method !== "POST") {
      return messagesApi.sendFault(response, { status: 404, ...unspecified });
    }
    const asked = api.read(JSON.parse(body), pathname);
    const aside = answerAside(asked);
    if (aside !== null) return api.sendStep(response, asked, saying(aside));
    const record = remember(asked, response, credentialOf(incoming));
    requests.push(record);
    const step = stepFor(asked, record);
    if (step.hang) return;
    if (step.delayMs > 0) await delay(step.delayMs);
    const fault = chooseFault.next(record, step);
    if (fault !== undefined) api.sendFault(response, fault);
    else await api.sendStep(response, asked, step);
  };
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) =>
      response.destroy(new Error("stub", { cause: error })),
    );
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    failNext: (fault) => chooseFault.add({ ...unspecified, times: 1, ...fault }),
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

const unspecified = { times: 1, message: undefined, type: undefined, headers: {} };

/** OpenCode and goose ask for titles and summaries beside, of which no prompt is to know. */
function answerAside({ system, tools }: Asked): string | null {
  if (tools.length > 0) return null;
  if (/title generator|generate a short title/i.test(system)) return "A title";
  return /context summarization agent/i.test(system) ? "What happened so far." : null;
}

function credentialOf({ headers }: IncomingMessage): string | null {
  const key = headers["x-api-key"] ?? headers["x-goog-api-key"];
  if (typeof key === "string") return key;
  return headers.authorization?.replace(/^Bearer /, "") ?? null;
}

function remember(
  { model, turns, system }: Asked,
  response: ServerResponse,
  credential: string | null,
): StubRequest {
  const standing = standingOf(turns, (text) => stepsOf(text).length > 0);
  const record: StubRequest = {
    ...standing,
    model,
    messages: turns,
    system,
    status: null,
    credential,
    aborted: false,
  };
  response.once("close", () => {
    record.aborted = !response.writableFinished;
    record.status = response.headersSent ? response.statusCode : null;
  });
  return record;
}

function stepFor({ tools }: Asked, standing: Standing): Step {
  const step = stepAt(standing);
  return { ...step, calls: step.calls.map((call) => callFor(tools, call)) };
}

/** The step of the prompt's script that is due. Without a script the stub echoes the prompt. */
function stepAt({ prompt, round }: Standing): Step {
  const steps = stepsOf(prompt);
  if (steps.length > 0) return steps[round] ?? saying("Done.");
  if (/create a detailed summary/i.test(prompt)) return saying("<summary>What happened so far.</summary>");
  return saying(round === 0 ? `Stub reply to: ${prompt.split("\n", 1)[0]}` : "Done.");
}

/** Counts down the faults of each step, and those that a test asked for. */
function faultCounter() {
  const asked: Fault[] = [];
  const used = new Map<string, number>();
  return {
    add: (fault: Fault) => void asked.push(fault),
    next({ prompt, round }: Standing, step: Step): Fault | undefined {
      const due = asked.find((fault) => fault.times > 0);
      if (due !== undefined) {
        due.times -= 1;
        return due;
      }
      return step.faults.find((fault, index) => {
        const key = JSON.stringify([prompt, round, index]);
        const times = used.get(key) ?? 0;
        used.set(key, times + 1);
        return times < fault.times;
      });
    },
  };
}
