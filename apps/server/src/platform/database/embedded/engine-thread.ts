import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { messageOf } from "../../../kernel/errors.ts";
import { databaseErrors } from "../errors.ts";
import type { EngineOptions, FromEngine, Task, ToEngine } from "./protocol.ts";
import type { WorkerData } from "./worker.ts";

export interface ThreadParts {
  task: Task;
  options: EngineOptions;
  /** Longest time that one request may run before the thread is ended; nothing else stops a query. */
  requestLimitMs: number;
  receive: (message: FromEngine) => void;
}

/** One life of the engine's worker. */
export interface EngineThread {
  /** Resolves when it has done its task or serves; rejects where it won't. */
  ready: Promise<void>;
  /** Resolves when it is over, with the reason. */
  ended: Promise<string>;
  post(message: ToEngine, bytes?: Uint8Array<ArrayBuffer>): void;
  /** Ends it in the middle of whatever it does; the next start recovers. */
  kill(reason: string): void;
}

/** Deep enough that PostgreSQL's own limit of depth is met first: an error instead of a crash. */
const stackSizeMb = 64;

export function startThread(parts: ThreadParts): EngineThread {
  const { port1, port2 } = new MessageChannel();
  const running = new Int32Array(new SharedArrayBuffer(4));
  const workerData: WorkerData = { task: parts.task, port: port2, options: parts.options, running };
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    name: "database",
    workerData,
    transferList: [port2],
    resourceLimits: { stackSizeMb },
    env: environment(),
  });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  let reason: string | undefined;
  const kill = (because: string): void => {
    reason ??= because;
    void worker.terminate();
  };
  const stopWatching = watch(running, parts.requestLimitMs, kill);
  const hear = (message: FromEngine): void => {
    if (message.kind === "ready") ready.resolve();
    else if (message.kind === "refused") ready.reject(refusalOf(parts.options.folder, message));
    else parts.receive(message);
  };
  port1.on("message", hear);
  worker.on("error", (thrown) => {
    reason ??= messageOf(thrown);
  });
  worker.on("exit", (code) => {
    stopWatching();
    // What it said last may have come no further: a refusal among it says more than an exit code.
    for (let last = receiveMessageOnPort(port1); last; last = receiveMessageOnPort(port1)) hear(last.message);
    port1.close();
    reason ??= `exit code ${code}`;
    ready.reject(databaseErrors.cannotStart(parts.options.folder, reason));
    ended.resolve(reason);
  });
  return {
    ready: ready.promise,
    ended: ended.promise,
    post: (message, bytes) => port1.postMessage(message, bytes ? [bytes.buffer] : []),
    kill,
  };
}

/** Of the environment it needs only where compiled code is kept, which a thread is not told otherwise. */
function environment(): NodeJS.Dict<string> {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

const refusalOf = (folder: string, { fault, reason }: Extract<FromEngine, { kind: "refused" }>) =>
  fault === "not_durable" ? databaseErrors.notDurable(folder) : databaseErrors.cannotStart(folder, reason);

const looksPerLimit = 10;

/** Ends a thread that is at the same request for too long: it can't be asked to stop. */
function watch(running: Int32Array, limitMs: number, kill: (reason: string) => void): () => void {
  let last = 0;
  let seen = 0;
  const timer = setInterval(() => {
    const now = Atomics.load(running, 0);
    seen = now !== 0 && now === last ? seen + 1 : 0;
    last = now;
    if (seen >= looksPerLimit) kill(`a query ran longer than ${limitMs} ms`);
  }, limitMs / looksPerLimit);
  timer.unref();
  return () => clearInterval(timer);
}
