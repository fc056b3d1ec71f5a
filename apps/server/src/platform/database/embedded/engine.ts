import { setTimeout as pause } from "node:timers/promises";
import { messageOf } from "../../../kernel/errors.ts";
import type { DatabaseState } from "../database.ts";
import { databaseErrors } from "../errors.ts";
import { Copies } from "./copies.ts";
import { hasData, isWritable } from "./data-folder.ts";
import { type EngineThread, startThread } from "./engine-thread.ts";
import { Gate } from "./gate.ts";
import type { ConnectionId, EngineOptions, FromEngine, Task, ToEngine } from "./protocol.ts";
import { EngineSocket } from "./socket.ts";

export interface EngineParts extends EngineOptions {
  requestLimitMs: number;
  /** How long to wait before each new start after a crash. */
  restartPausesMs: readonly number[];
  /** How long to wait before each further one. */
  seldomMs: number;
  warn: (text: string) => void;
}

/** A thread that lived this long was not part of a series of crashes. */
const stableMs = 30_000;
const closeLimitMs = 4_000;
/** How often files that may not be written are looked at. */
const writableLookMs = 500;

/** The embedded engine: its worker, which is replaced when it dies, and the sockets that lead to it. */
export class EmbeddedEngine {
  readonly #parts: EngineParts;
  readonly #sockets = new Map<ConnectionId, EngineSocket>();
  readonly #closing = new AbortController();
  readonly #supervised: Promise<void>;
  #state: DatabaseState = "ready";
  #thread: EngineThread;
  readonly #gate = new Gate();
  readonly #copies = new Copies();
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
    engine.#gate.open();
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
      ready: this.#gate.passed,
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

  /** Copies the data folder while others work; they wait meanwhile. The copy is not yet on the disk. */
  copy(to: string): Promise<void> {
    return this.#copies.begin((id) => this.#thread.post({ kind: "copy", id, to }));
  }

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
    else if (message.kind === "copied") this.#copies.end(message.id, message.fault);
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
    this.#copies.giveUp(reason);
    if (!closing) this.#parts.warn(failure.message);
  }

  /** Starts a new thread, as often as it takes; undefined when closing. New connections wait for it, for a while. */
  async #replace(): Promise<EngineThread | undefined> {
    this.#gate.close();
    this.#state = "recovering";
    while (!this.#closing.signal.aborted) {
      if (!(await this.#whenWritable()) || !(await this.#mayStart())) break;
      this.#thread = this.#launch();
      try {
        await this.#thread.ready;
        this.#state = "ready";
        this.#gate.open();
        return this.#thread;
      } catch (thrown) {
        this.#parts.warn(messageOf(thrown));
      }
    }
    this.#gate.refuse(databaseErrors.closed());
    return undefined;
  }

  /** Waits for files that may be written: no start would succeed before. False when closing. */
  async #whenWritable(): Promise<boolean> {
    const { folder } = this.#parts;
    if (isWritable(folder)) return true;
    this.#gate.refuse(databaseErrors.readOnly());
    const { signal } = this.#closing;
    while (!signal.aborted && !isWritable(folder))
      await pause(writableLookMs, undefined, { signal }).catch(() => {});
    this.#gate.close();
    // That was why it stopped.
    this.#crashes = 0;
    return !signal.aborted;
  }

  /** Waits before a new start, longer each time; whoever waits for a seldom one is told. False when closing. */
  async #mayStart(): Promise<boolean> {
    const { restartPausesMs, seldomMs, warn } = this.#parts;
    const waitMs = restartPausesMs[this.#crashes];
    if (waitMs === undefined) {
      const failure = databaseErrors.failing(`${this.#crashes} times in a row`);
      this.#state = "failing";
      warn(failure.message);
      this.#gate.refuse(failure);
    }
    this.#crashes += 1;
    return pause(waitMs ?? seldomMs, true, { signal: this.#closing.signal }).catch(() => false);
  }
}

function launch(parts: EngineParts, task: Task, receive: (message: FromEngine) => void): EngineThread {
  const { folder, holdMs, transactionLimitMs, requestLimitMs } = parts;
  return startThread({ task, options: { folder, holdMs, transactionLimitMs }, requestLimitMs, receive });
}
