import type { WebSocket } from "@fastify/websocket";
import {
  type TerminalEnding,
  type TerminalMessage,
  TerminalRequest,
  terminalSocket,
} from "@signalbox/contract/terminals";
import type { Logger } from "pino";
import { AppError } from "../../kernel/errors.ts";
import type { Gate } from "../../platform/http/gate.ts";
import { causeOf, type MountedRoute, type Peer, serveSocket } from "../../platform/http/http.ts";
import { beat } from "../../platform/http/streams/beat.ts";
import type { Connections } from "../../platform/http/streams/connections.ts";
import { Controls, type DrivingRecord } from "./controls.ts";
import type { PaneStream } from "./pane-stream.ts";
import { terminalErrors } from "./terminals.errors.ts";
import { Viewer, type ViewerOptions } from "./viewer.ts";

/** The stream of an agent's pane. */
export interface WatchedStream {
  stream: PaneStream;
  /** Whether it is the agent's pane still. */
  isStill(): boolean;
}

/** A pane that a node of another machine has. */
interface Elsewhere {
  machine: string;
}

/** What there is to see, or why there is nothing. */
export type Found = WatchedStream | Elsewhere | TerminalEnding;

export interface TerminalSocketOptions {
  gate: Gate;
  log: Logger;
  connections: Connections;
  /** The pane of an agent, or why there is none. */
  streamOf(agentId: string): Promise<Found>;
  record: DrivingRecord;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
  heartbeatMs: number;
  /** How long a client may take to show what it was sent, before it is dropped; it can resume. */
  patienceMs: number;
}

/** `GET /api/agents/:agentId/terminal`: what the pane of an agent is printed, and keys into it. */
export const terminalSocketRoute = (options: TerminalSocketOptions): MountedRoute =>
  serveSocket(terminalSocket, (context, socket) => {
    const { caller, params, correlationId, peer } = context;
    const talk = new TerminalTalk(socket, {
      ...options,
      log: options.log.child({ correlationId, agentId: params.agentId }),
      agentId: params.agentId,
      controls: (stream) =>
        new Controls({
          agentId: params.agentId,
          cause: causeOf(context),
          mayDrive: caller.scopes.includes("operate"),
          refuseWatchedAgent: () => options.refuseWatchedAgent(peer),
          stream,
          record: options.record,
        }),
    });
    const connection = options.connections.opened({
      kind: "socket",
      caller,
      end: () => socket.close(1001, "An operator ended it"),
    });
    connection.follows({ agentIds: [params.agentId] });
    const stopBeating = beat(socket, options.heartbeatMs);
    const looking = setInterval(() => talk.look(), options.heartbeatMs);
    const stopWatching = options.gate.onceUnwelcome(caller, () => {
      talk.close();
      socket.close(4401, "Signed out");
    });
    socket.on("message", (content) => talk.hear(String(content)));
    socket.on("close", () => {
      connection.closed();
      stopBeating();
      clearInterval(looking);
      stopWatching();
      talk.close();
    });
  });

interface TalkOptions extends Pick<TerminalSocketOptions, "log" | "streamOf" | "patienceMs"> {
  agentId: string;
  controls(stream: () => PaneStream | null): Controls;
}

/** What is said on one socket. */
class TerminalTalk {
  readonly #socket: WebSocket;
  readonly #options: TalkOptions;
  readonly #controls: Controls;
  #watched: WatchedStream | null = null;
  #viewer: Viewer | null = null;
  #begun = false;
  #isClosed = false;

  constructor(socket: WebSocket, options: TalkOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#controls = options.controls(() => this.#watched?.stream ?? null);
  }

  hear(text: string): void {
    const request = readRequest(text);
    if (request === undefined) this.#refuse(terminalErrors.malformed());
    else this.#do(request).catch((error: unknown) => this.#refuse(error));
  }

  /** A shell goes on where an agent was: it is not the agent's terminal any more. */
  look(): void {
    if (!this.#isClosed && this.#watched?.isStill() === false) this.#end("no_process");
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#leave();
  }

  async #do(request: TerminalRequest): Promise<void> {
    if (request.kind === "took") return this.#viewer?.took(request.offset);
    if (request.kind === "ping") return this.#tell({ kind: "pong" });
    if (request.kind === "type") return this.#controls.type(request.text);
    if (request.kind === "paste") return this.#controls.paste(request.text);
    if (request.kind === "watch") return this.#watch(request.resume);
    await (request.on ? this.#controls.take() : this.#controls.release());
    // It may have been closed meanwhile: what began must end.
    if (this.#isClosed) return this.#controls.leave();
    this.#tell({ kind: "driving", on: request.on });
  }

  async #watch(resume: ViewerOptions["resume"]): Promise<void> {
    if (this.#begun) throw terminalErrors.malformed();
    this.#begun = true;
    const found = await this.#find();
    if (typeof found === "string") return this.#end(found);
    if ("machine" in found) return this.#end("elsewhere", found);
    if (this.#isClosed) return;
    this.#watched = found;
    const { patienceMs, log } = this.#options;
    this.#viewer = new Viewer(found.stream, {
      ...{ patienceMs, resume },
      sink: {
        tell: (message) => this.#tell(message),
        print: (bytes) => this.#socket.send(bytes),
        stalled: () => {
          log.info("a terminal's client was dropped: it did not keep up");
          this.#socket.terminate();
        },
        failed: (error) => {
          log.warn({ err: error }, "the screen of a pane could not be told");
          this.#end("unavailable");
        },
        ended: (reason) => this.#end(reason),
      },
    });
  }

  async #find(): Promise<Found> {
    try {
      return await this.#options.streamOf(this.#options.agentId);
    } catch (error) {
      this.#options.log.warn({ err: error }, "the pane of an agent could not be looked at");
      return "unavailable";
    }
  }

  #end(reason: TerminalEnding, where: Partial<Elsewhere> = {}): void {
    this.#tell({ kind: "ended", reason, ...where });
    this.close();
    this.#socket.close(1000, reason);
  }

  #leave(): void {
    this.#viewer?.close();
    this.#watched = null;
    this.#controls.leave().catch((error: unknown) => {
      this.#options.log.error({ err: error }, "that a terminal is not driven any more could not be recorded");
    });
  }

  #refuse(error: unknown): void {
    if (error instanceof AppError && error.kind !== "internal") {
      this.#tell({ kind: "refused", code: error.code, detail: error.message });
      return;
    }
    this.#options.log.error({ err: error }, "a request about a terminal failed");
    this.#socket.close(1011, "The request failed");
  }

  #tell(message: TerminalMessage): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}

const readRequest = (text: string): TerminalRequest | undefined => {
  try {
    return TerminalRequest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
