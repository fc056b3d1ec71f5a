import { setTimeout as pause } from "node:timers/promises";
import { messageOf } from "../../../kernel/errors.ts";
import type { DatabaseState } from "../database.ts";
import { databaseErrors } from "../errors.ts";
import { hasData } from "./data-folder.ts";
import { type EngineThread, startThread } from "./engine-thread.ts";
import type { ConnectionId, EngineOptions, FromEngine, Task, ToEngine } from "./protocol.ts";
import { EngineSocket } from "./socket.ts";

export interface EngineParts extends EngineOptions {
  requestLimitMs: number;
  /** How long to wait before each new start after a crash; after the last one it gives up. */
  restartPausesMs: readonly number[];
  warn: (text: string) => void;
}

/** A thread that lived this long was not part of a series of crashes. */
const stableMs = 30_000;
const closeLimitMs = 4_000;

/** The embedded engine: its worker, which is replaced when it dies, and the sockets that lead to it. */
export class EmbeddedEngine {
  readonly #parts: EngineParts;
  readonly #sockets = new Map<ConnectionId, EngineSocket>();
  readonly #closing = new AbortController();
  readonly #supervised: Promise<void>;
  #state: DatabaseState = "ready";
  #thread: EngineThread;
  #available = Promise.resolve();
  #connections = 0;
  #crashes = 0;

  /** Opens the engine on a folder that is locked and prepared; makes the data folder where there is none. */
  static async open(parts: EngineParts): Promise<EmbeddedEngine> {
    if (!hasData(parts.folder)) {
      const maker = launch(parts, "initialise", () => {});
      await maker.ready;
      await maker.ended;
    }
    const engine = new EmbeddedEngine(parts);
    await engine.#thread.ready;
    return engine;
  }

  private constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#thread = this.#launch();
    const thread = this.#thread;
    this.#supervised = thread.ready.then(
      () => this.#supervise(thread),
      () => {},
    );
  }

  get state(): DatabaseState {
    return this.#state;
  }

  /** Makes the socket of a new connection, for the `stream` option of `pg`. */
  readonly socket = (): EngineSocket => {
    this.#connections += 1;
    const connection = this.#connections;
    const post = (message: ToEngine, bytes?: Uint8Array<ArrayBuffer>) => this.#thread.post(message, bytes);
    const socket = new EngineSocket({
      ready: () => this.#available,
      connect: () => post({ kind: "connect", connection }),
      request: (bytes, begin) => post({ kind: "request", connection, bytes, begin }, bytes),
      disconnect: () => {
        this.#sockets.delete(connection);
        post({ kind: "disconnect", connection });
      },
    });
    this.#sockets.set(connection, socket);
    return socket;
  };

  /** Rolls back what is open, writes a checkpoint and ends the worker; within a few seconds in any case. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#thread.post({ kind: "shutdown" });
    const overdue = setTimeout(() => this.#thread.kill("closing took too long"), closeLimitMs);
    await this.#supervised;
    clearTimeout(overdue);
    this.#state = "closed";
  }

  #launch(): EngineThread {
    return launch(this.#parts, "serve", (message) => this.#receive(message));
  }

  #receive(message: FromEngine): void {
    if (message.kind === "answers")
      for (const { connection, bytes } of message.answers) this.#sockets.get(connection)?.receive(bytes);
    else if (message.kind === "ended") this.#sockets.get(message.connection)?.destroy();
    else if (message.kind === "warning") this.#parts.warn(message.text);
  }

  /** Lives as long as the engine: replaces each thread that dies. */
  async #supervise(first: EngineThread): Promise<void> {
    for (let thread: EngineThread | undefined = first; thread; thread = await this.#replace()) {
      const since = performance.now();
      const reason = await thread.ended;
      if (performance.now() - since > stableMs) this.#crashes = 0;
      this.#interrupt(reason);
    }
  }

  /** Fails everybody who waits for an answer. */
  #interrupt(reason: string): void {
    const closing = this.#closing.signal.aborted;
    const failure = closing ? databaseErrors.closed() : databaseErrors.interrupted(reason);
    for (const socket of [...this.#sockets.values()]) socket.destroy(failure);
    if (!closing) this.#parts.warn(failure.message);
  }

  /** Starts a new thread; new connections wait for it. Undefined when closing, or after too many tries. */
  async #replace(): Promise<EngineThread | undefined> {
    if (this.#closing.signal.aborted) return undefined;
    const available = Promise.withResolvers<void>();
    available.promise.catch(() => {});
    this.#available = available.promise;
    this.#state = "recovering";
    const outcome = await this.#restart().catch((thrown: unknown) => messageOf(thrown));
    if (typeof outcome !== "string") {
      this.#state = "ready";
      available.resolve();
      return outcome;
    }
    this.#state = "given_up";
    const failure = this.#closing.signal.aborted ? databaseErrors.closed() : databaseErrors.givenUp(outcome);
    this.#parts.warn(failure.message);
    available.reject(failure);
    return undefined;
  }

  async #restart(): Promise<EngineThread> {
    for (;;) {
      const waitMs = this.#parts.restartPausesMs[this.#crashes];
      this.#crashes += 1;
      if (waitMs === undefined) throw new Error(`${this.#crashes - 1} times in a row`);
      await pause(waitMs, undefined, { signal: this.#closing.signal });
      this.#thread = this.#launch();
      try {
        await this.#thread.ready;
        return this.#thread;
      } catch (thrown) {
        this.#parts.warn(messageOf(thrown));
      }
    }
  }
}

function launch(parts: EngineParts, task: Task, receive: (message: FromEngine) => void): EngineThread {
  const { folder, holdMs, transactionLimitMs, requestLimitMs } = parts;
  return startThread({ task, options: { folder, holdMs, transactionLimitMs }, requestLimitMs, receive });
}
