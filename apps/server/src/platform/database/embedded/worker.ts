/** Entry of the engine's worker thread. */
import { type MessagePort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { messageOf } from "../../../kernel/errors.ts";
import { spareMemory } from "../../memory/spare-memory.ts";
import { dataFolder } from "./data-folder.ts";
import { GroupCommit } from "./group-commit.ts";
import { closeSession, copyData, initialise, isDurable } from "./lifecycle.ts";
import type { Answer, EngineOptions, FromEngine, Task, ToEngine } from "./protocol.ts";
import { Scheduler } from "./scheduler.ts";
import { openSession, type Session } from "./session.ts";

export interface WorkerData {
  task: Task;
  port: MessagePort;
  options: EngineOptions;
  /** Counts up while the engine runs a request and is 0 while it doesn't; the watchdog looks at it. */
  running: Int32Array<SharedArrayBuffer>;
}

const { task, port, options, running }: WorkerData = workerData;
/** Longest turn before timers get theirs. */
const turnMs = 10;
const largeAnswer = 65_536;

spareMemory().start();

const tell = (message: FromEngine, transferred: ArrayBuffer[] = []): void =>
  port.postMessage(message, transferred);

function send(answers: readonly Answer[]): void {
  const posted = answers.map(({ connection, bytes }) => ({ connection, bytes: compact(bytes) }));
  const large = posted.map(({ bytes }) => bytes.buffer).filter((buffer) => buffer.byteLength > largeAnswer);
  tell({ kind: "answers", answers: posted }, large);
}

/** The same bytes in memory of their own: posting clones all the memory behind a view. */
const compact = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** Lets the watchdog see that a request runs, and whether it is still the same one. */
function watched(session: Session): Session {
  let count = 0;
  return {
    ...session,
    exchange(bytes) {
      count = (count % 0x7fff_ffff) + 1;
      Atomics.store(running, 0, count);
      const answer = session.exchange(bytes);
      Atomics.store(running, 0, 0);
      return answer;
    },
  };
}

async function start(): Promise<void> {
  if (task === "initialise") {
    await initialise(options.folder);
    tell({ kind: "ready" });
    return port.close();
  }
  const session = watched(await openSession(dataFolder(options.folder)));
  if (!isDurable(session)) {
    tell({ kind: "refused", fault: "not_durable", reason: "fsync was not called" });
    return port.close();
  }
  serve(session);
  tell({ kind: "ready" });
}

function serve(session: Session): void {
  const groupCommit = new GroupCommit({ exchange: session.exchange, release: send, holdMs: options.holdMs });
  const scheduler = new Scheduler({
    exchange: session.exchange,
    groupCommit,
    greeting: session.greeting,
    send,
    ended: (connection) => tell({ kind: "ended", connection }),
    warn: (text) => tell({ kind: "warning", text }),
    wake: schedule,
    transactionLimitMs: options.transactionLimitMs,
  });
  const copies: { id: number; to: string }[] = [];
  let scheduled = false;
  let retry: NodeJS.Timeout | undefined;

  function drain(): void {
    scheduled = false;
    const until = performance.now() + turnMs;
    takeAll();
    copyAsked();
    while (scheduler.step()) {
      takeAll();
      copyAsked();
      if (performance.now() > until) {
        schedule();
        return;
      }
    }
    if (scheduler.idle) groupCommit.flush();
    else if (groupCommit.holding && !retry) retry = setTimeout(flushBesideTransaction, options.holdMs);
  }
  /** Between two transactions, as nothing else can write then. */
  function copyAsked(): void {
    for (let copy = scheduler.idle ? copies.shift() : undefined; copy; copy = copies.shift()) {
      groupCommit.flush();
      tell({ kind: "copied", id: copy.id, fault: copyData(session, options.folder, copy.to) });
    }
  }
  function flushBesideTransaction(): void {
    retry = undefined;
    groupCommit.flush();
    drain();
  }
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(drain);
  }
  function takeAll(): void {
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) take(next.message);
  }
  function take(received: ToEngine): void {
    if (received.kind === "request") scheduler.enqueue(received);
    else if (received.kind === "connect") scheduler.connect(received.connection);
    else if (received.kind === "copy") copies.push(received);
    else if (received.kind === "disconnect") scheduler.disconnect(received.connection);
    else void shutdown();
  }
  async function shutdown(): Promise<void> {
    scheduler.terminateAll("57P01", "terminating connection due to administrator command");
    groupCommit.flush();
    clearTimeout(retry);
    port.close();
    await closeSession(session);
  }
  port.on("message", (received: ToEngine) => {
    take(received);
    if (!scheduled) drain();
  });
}

await start().catch((thrown: unknown) => {
  tell({ kind: "refused", fault: "cannot_start", reason: messageOf(thrown) });
  port.close();
});
