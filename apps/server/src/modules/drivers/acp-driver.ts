import { setTimeout as pause } from "node:timers/promises";
import {
  type AnyMessage,
  type ClientConnection,
  type ClientContext,
  client,
  methods,
  PROTOCOL_VERSION,
  type RequestPermissionResponse,
  type Stream,
} from "@agentclientprotocol/sdk";
import type { AnswerContent } from "@signalbox/contract/answers";
import { messageOf } from "../../kernel/errors.ts";
import { clipJson, isObject, type JsonObject, keptOfForeign, objectAt, textAt } from "../../kernel/json.ts";
import { redactValue } from "../../kernel/redact.ts";
import { type AcpQuestion, acpAsks, acpCancelled, type Observation } from "../backends/index.ts";
import { AcpTurn } from "./acp-turn.ts";
import type { AgentDriver, DriverInMaking, DriverMeans } from "./driver.ts";
import { readMessage } from "./json-rpc.ts";
import { OpenRequests } from "./open-requests.ts";

/** After a cancel, until the turn is told to be over. */
const stopsMs = 5_000;
/** A prompt that is refused is so at once; its reply comes with the end of the turn. */
const refusesMs = 200;

/** Drives a CLI over the Agent Client Protocol. */
export class AcpDriver implements AgentDriver, DriverInMaking {
  readonly #requests = new OpenRequests();
  readonly #incoming = new TransformStream<AnyMessage, AnyMessage>(
    undefined,
    { highWaterMark: Number.POSITIVE_INFINITY },
    { highWaterMark: Number.POSITIVE_INFINITY },
  );
  readonly #arrivals = this.#incoming.writable.getWriter();
  #onGarbage = () => {};
  #means: DriverMeans | null = null;
  #connection: ClientConnection | null = null;
  #sessionId = "";
  /** Outside of a turn nothing is told: a session that is gone on with says all again. */
  #turn: { turn: AcpTurn; over: Promise<void> } | null = null;
  /** What CLIs tell beside a call, and not again where they ask about it. */
  readonly #metas = new Map<string, JsonObject>();

  get sessionId(): string {
    return this.#sessionId;
  }

  onLine(line: string): void {
    const message = readMessage(line);
    if (message === null) this.#onGarbage();
    // It fails once the connection is closed, and then nobody listens.
    else this.#arrivals.write(message).catch(() => {});
  }

  async begin(means: DriverMeans): Promise<AgentDriver> {
    this.#means = means;
    this.#onGarbage = means.onGarbage;
    const connection = client({ name: "signalbox" })
      .onRequest(methods.client.session.requestPermission, ({ params, requestId, signal }) =>
        this.#hearAsking(params, { id: String(requestId), signal }),
      )
      .onNotification(methods.client.session.update, ({ params }) => this.#hearUpdate(params))
      .connect(this.#stream(means));
    this.#connection = connection;
    void means.process.exited.then(() => this.#close());
    const { agent } = connection;
    try {
      this.#sessionId = await openSession(agent, means);
    } catch (error) {
      throw new Error(wordsOf(error), { cause: error });
    }
    return this;
  }

  /** Of a process that is gone its end is told. */
  async #tell(observation: Observation): Promise<void> {
    if (this.#connection?.signal.aborted === false) await this.#means?.onDone(observation);
  }

  #hearUpdate(params: unknown): void {
    if (this.#turn === null || !isObject(params)) return;
    const update = storable(params.update);
    const id = textAt(update, "toolCallId");
    if (id !== null && isObject(update._meta)) this.#metas.set(id, update._meta);
    this.#turn.turn.updated(update);
  }

  isBusy(): boolean {
    return this.#turn !== null;
  }

  async say(text: string): Promise<boolean> {
    const [means, connection] = [this.#means, this.#connection];
    if (this.#turn !== null || means === null || connection === null || connection.signal.aborted)
      return false;
    const reply = connection.agent.request(methods.agent.session.prompt, {
      sessionId: this.#sessionId,
      prompt: [{ type: "text", text }],
    });
    const turn = new AcpTurn({ prompt: text, cli: means.headless, tell: (one) => this.#tell(one) });
    const over = reply.then(
      ({ stopReason }) => turn.over(stopReason),
      (error: unknown) => turn.failed(wordsOf(error)),
    );
    const under = { turn, over: over.finally(() => this.#forget(turn)) };
    this.#turn = under;
    const isTaken = reply.then(() => true, isModels);
    const isIn = await Promise.race([isTaken, pause(refusesMs, true)]);
    if (isIn) turn.begun();
    return isIn;
  }

  /** An update, or something asked, may still be told of the next one alone. */
  #forget(turn: AcpTurn): void {
    if (this.#turn?.turn !== turn) return;
    this.#turn = null;
    this.#metas.clear();
  }

  async interrupt(): Promise<"stopped" | "unseen" | "idle"> {
    const under = this.#turn;
    if (under === null || this.#connection === null) return "idle";
    await Promise.race([this.#cancel(this.#connection), pause(stopsMs)]);
    return Promise.race([under.over.then(() => "stopped" as const), pause(stopsMs, "unseen" as const)]);
  }

  async end(): Promise<void> {
    await this.interrupt();
    this.#means?.process.closeInput();
  }

  /** What waits for an answer is told that none will come, as the protocol wants it. */
  async #cancel({ agent }: ClientConnection): Promise<void> {
    this.#turn?.turn.cancelled();
    await agent.notify(methods.agent.session.cancel, { sessionId: this.#sessionId });
    this.#requests.closeAll();
  }

  #hearAsking(
    params: unknown,
    { id, signal }: { id: string; signal: AbortSignal },
  ): Promise<RequestPermissionResponse> {
    const { promise, resolve } = Promise.withResolvers<RequestPermissionResponse>();
    this.#turn?.turn.begun();
    const asked = this.#read(isObject(params) ? params : {});
    const request = this.#requests.add(id, asked, async (content: AnswerContent) => {
      resolve(asked.replyTo(content));
      const stops = content.kind === "deny" && content.interrupt === true;
      if (stops && this.#connection !== null) await this.#cancel(this.#connection);
      return this.#connection?.signal.aborted === false;
    });
    request.over.addEventListener("abort", () => resolve(acpCancelled), { once: true });
    signal.addEventListener("abort", () => this.#requests.close(id), { once: true });
    this.#means?.onQuestion(request);
    return promise;
  }

  #read(request: JsonObject): AcpQuestion {
    const call = storable(request.toolCall);
    const meta = { ...this.#metas.get(textAt(call, "toolCallId") ?? ""), ...objectAt(call, "_meta") };
    const whole = { ...request, toolCall: { ...call, _meta: meta } };
    return this.#means?.headless.asks?.(whole) ?? acpAsks(whole);
  }

  #stream({ process }: DriverMeans): Stream {
    const writable = new WritableStream<AnyMessage>({
      write: async (message) => {
        if (!(await process.write(JSON.stringify(message)))) throw new Error("it reads nothing any more");
      },
    });
    return { readable: this.#incoming.readable, writable };
  }

  #close(): void {
    this.#requests.closeAll();
    this.#connection?.close(new Error("it has ended"));
  }
}

/** A fault of the model has its HTTP status; whoever refuses a prompt answers with an error of JSON-RPC, which is negative. */
const isModels = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "number" && error.code > 0;

/** A program's own words: without what no database takes, and without secrets. */
function storable(told: unknown): JsonObject {
  const kept = redactValue(clipJson(told, keptOfForeign));
  return isObject(kept) ? kept : {};
}

/** The session that is gone on with, or a new one. @throws Error where the CLI opens none */
async function openSession(agent: ClientContext, { cwd, resumes, headless }: DriverMeans): Promise<string> {
  const { mode } = headless;
  const us = { protocolVersion: PROTOCOL_VERSION, clientCapabilities: {} };
  await agent.request(methods.agent.initialize, us);
  const { sessionId, modes } = await newOrLoaded(agent, { cwd, resumes });
  if (mode === undefined || modes?.currentModeId === mode) return sessionId;
  if (modes?.availableModes.every(({ id }) => id !== mode) === true)
    throw new Error(`it offers no mode "${mode}", in which it asks before it acts`);
  await agent.request(methods.agent.session.setMode, { sessionId, modeId: mode });
  return sessionId;
}

async function newOrLoaded(agent: ClientContext, { cwd, resumes }: Pick<DriverMeans, "cwd" | "resumes">) {
  if (resumes === null) return agent.request(methods.agent.session.new, { cwd, mcpServers: [] });
  const loaded = await agent.request(methods.agent.session.load, { cwd, mcpServers: [], sessionId: resumes });
  return { ...loaded, sessionId: resumes };
}

/** The protocol's own words for a fault are the same for many: what went wrong stands beside them. */
function wordsOf(error: unknown): string {
  const data = isObject(error) ? error.data : null;
  const details = isObject(data) ? (textAt(data, "details") ?? textAt(data, "message")) : null;
  return details === null ? messageOf(error) : `${messageOf(error)}: ${details}`;
}
