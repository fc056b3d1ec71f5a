import { setTimeout as pause } from "node:timers/promises";
import {
  type AnyMessage,
  type ClientConnection,
  type ClientContext,
  client,
  methods,
  PROTOCOL_VERSION,
  type RequestPermissionResponse,
  type StopReason,
  type Stream,
} from "@agentclientprotocol/sdk";
import type { AnswerContent } from "@signalbox/contract/answers";
import { messageOf } from "../../kernel/errors.ts";
import { isObject, textAt } from "../../kernel/json.ts";
import { AcpTelling, acpAsks, acpCancelled, type Observation } from "../backends/index.ts";
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
  /** The turn under way. */
  #turn: Promise<void> | null = null;
  /** What is told of it, where nothing else tells: outside of a turn a session that is gone on with is told again. */
  #telling: AcpTelling | null = null;

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
    if (this.#telling === null || !isObject(params) || !isObject(params.update)) return;
    for (const observation of this.#telling.updated(params.update)) void this.#tell(observation);
  }

  isBusy(): boolean {
    return this.#turn !== null;
  }

  async say(text: string): Promise<boolean> {
    if (this.#turn !== null || this.#connection === null || this.#connection.signal.aborted) return false;
    const turn = this.#connection.agent.request(methods.agent.session.prompt, {
      sessionId: this.#sessionId,
      prompt: [{ type: "text", text }],
    });
    const telling = this.#means?.tellsAll === true ? new AcpTelling() : null;
    this.#telling = telling;
    if (telling !== null) void this.#tell({ kind: "prompted", text, machineMade: false });
    const over = turn.then(
      ({ stopReason }) => this.#tellEnd(stopReason, telling),
      (error: unknown) => this.#tell(failedBy(error)),
    );
    const under = over.finally(() => {
      if (this.#turn === under) this.#turn = null;
      if (this.#telling === telling) this.#telling = null;
    });
    this.#turn = under;
    const isTaken = turn.then(
      () => true,
      () => false,
    );
    return Promise.race([isTaken, pause(refusesMs, true)]);
  }

  async interrupt(): Promise<"stopped" | "unseen" | "idle"> {
    const turn = this.#turn;
    if (turn === null || this.#connection === null) return "idle";
    await Promise.race([this.#cancel(this.#connection), pause(stopsMs)]);
    return Promise.race([turn.then(() => "stopped" as const), pause(stopsMs, "unseen" as const)]);
  }

  async end(): Promise<void> {
    await this.interrupt();
    this.#means?.process.closeInput();
  }

  /** What waits for an answer is told that none will come, as the protocol wants it. */
  async #cancel({ agent }: ClientConnection): Promise<void> {
    await agent.notify(methods.agent.session.cancel, { sessionId: this.#sessionId });
    this.#requests.closeAll();
  }

  async #tellEnd(stopReason: StopReason, telling: AcpTelling | null): Promise<void> {
    if (stopReason === "cancelled") return this.#tell({ kind: "interrupted" });
    if (telling !== null) await this.#tell(telling.ended());
  }

  #hearAsking(
    params: unknown,
    { id, signal }: { id: string; signal: AbortSignal },
  ): Promise<RequestPermissionResponse> {
    const { promise, resolve } = Promise.withResolvers<RequestPermissionResponse>();
    const asked = acpAsks(isObject(params) ? params : {});
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

/** The session that is gone on with, or a new one. @throws Error where the CLI opens none */
async function openSession(agent: ClientContext, { cwd, resumes, mode }: DriverMeans): Promise<string> {
  const us = { protocolVersion: PROTOCOL_VERSION, clientCapabilities: {} };
  await agent.request(methods.agent.initialize, us);
  const { sessionId, modes } = await newOrLoaded(agent, { cwd, resumes });
  if (mode === null || modes?.currentModeId === mode) return sessionId;
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

const failedBy = (error: unknown): Observation => ({
  ...{ kind: "stop_failed", errorClass: "server_error", resetsAt: null },
  text: wordsOf(error),
});

/** The protocol's own words for a fault are the same for many: what went wrong stands beside them. */
function wordsOf(error: unknown): string {
  const data = isObject(error) ? error.data : null;
  const details = isObject(data) ? (textAt(data, "details") ?? textAt(data, "message")) : null;
  return details === null ? messageOf(error) : `${messageOf(error)}: ${details}`;
}
