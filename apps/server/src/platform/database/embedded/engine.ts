import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { AppError } from "../../../kernel/errors.ts";
import { databaseErrors } from "../errors.ts";
import type { ConnectionId, EngineOptions, FromEngine, ToEngine } from "./protocol.ts";
import { EngineSocket } from "./socket.ts";

export interface EngineParts extends EngineOptions {
  warn: (text: string) => void;
}

/** The engine in its worker, and the sockets that lead to it. */
export class EmbeddedEngine {
  readonly #parts: EngineParts;
  readonly #sockets = new Map<ConnectionId, EngineSocket>();
  #worker: Worker | undefined;
  #port: MessagePort | undefined;
  #connections = 0;
  #ready: Promise<void>;

  static async open(parts: EngineParts): Promise<EmbeddedEngine> {
    const engine = new EmbeddedEngine(parts);
    await engine.#ready;
    return engine;
  }

  private constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#ready = this.#start();
  }

  /** Makes the socket of a new connection, for the `stream` option of `pg`. */
  readonly socket = (): EngineSocket => {
    this.#connections += 1;
    const connection = this.#connections;
    const socket = new EngineSocket({
      connection,
      ready: () => this.#ready,
      connect: () => this.#post({ kind: "connect", connection }),
      request: (bytes, begin) => this.#post({ kind: "request", connection, bytes, begin }, bytes),
      disconnect: () => {
        this.#sockets.delete(connection);
        this.#post({ kind: "disconnect", connection });
      },
    });
    this.#sockets.set(connection, socket);
    return socket;
  };

  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const exit = new Promise((resolve) => worker.once("exit", resolve));
    this.#post({ kind: "shutdown" });
    await exit;
  }

  #post(message: ToEngine, bytes?: Uint8Array): void {
    const transferred = bytes?.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
    this.#port?.postMessage(message, transferred);
  }

  #start(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    const { folder, holdMs, transactionLimitMs } = this.#parts;
    const options: EngineOptions = { folder, holdMs, transactionLimitMs };
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      name: "database",
      workerData: { port: port2, options },
      transferList: [port2],
    });
    this.#worker = worker;
    this.#port = port1;
    return new Promise((resolve, reject) => {
      port1.on("message", (message: FromEngine) => {
        if (message.kind === "ready") resolve();
        else if (message.kind === "refused")
          reject(new AppError("unavailable", message.code, message.reason));
        else this.#receive(message);
      });
      worker.on("error", (cause: Error) => this.#fail(cause.message));
      worker.on("exit", (code) => {
        port1.close();
        this.#fail(`exit ${code}`);
        reject(databaseErrors.interrupted(`exit ${code}`));
      });
    });
  }

  #receive(message: FromEngine): void {
    if (message.kind === "answers")
      for (const { connection, bytes } of message.answers) this.#sockets.get(connection)?.receive(bytes);
    else if (message.kind === "ended") this.#sockets.get(message.connection)?.destroy();
    else if (message.kind === "warning") this.#parts.warn(message.text);
  }

  #fail(reason: string): void {
    const failure = databaseErrors.interrupted(reason);
    for (const socket of [...this.#sockets.values()]) socket.destroy(failure);
  }
}
