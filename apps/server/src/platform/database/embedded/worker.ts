/** Entry of the engine's worker thread. */
import { join } from "node:path";
import { type MessagePort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { messageOf } from "../../../kernel/errors.ts";
import { GroupCommit } from "./group-commit.ts";
import type { Answer, EngineOptions, FromEngine, ToEngine } from "./protocol.ts";
import { Scheduler } from "./scheduler.ts";
import { openSession, type Session } from "./session.ts";
import { query } from "./wire.ts";

const { port, options }: { port: MessagePort; options: EngineOptions } = workerData;
const turnMs = 10;

const tell = (message: FromEngine): void => port.postMessage(message);
const send = (answers: readonly Answer[]): void =>
  tell({
    kind: "answers",
    answers: answers.map(({ connection, bytes }) => ({ connection, bytes: compact(bytes) })),
  });

/** Memory of its own: posting clones all the memory behind a view. */
const compact = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);

async function start(): Promise<void> {
  const session = await openSession(join(options.folder, "pg")).catch((thrown: unknown) =>
    tell({ kind: "refused", code: "database.cannot_start", reason: messageOf(thrown) }),
  );
  if (!session) {
    port.close();
    return;
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
    transactionLimitMs: options.transactionLimitMs,
  });
  let scheduled = false;
  let retry: NodeJS.Timeout | undefined;

  function drain(): void {
    scheduled = false;
    const until = performance.now() + turnMs;
    while (takeAll() && scheduler.step()) {
      if (performance.now() < until) continue;
      schedule();
      return;
    }
    if (scheduler.idle) groupCommit.flush();
    else if (groupCommit.holding && !retry) retry = setTimeout(flushBesideTransaction, options.holdMs);
  }
  function flushBesideTransaction(): void {
    retry = undefined;
    groupCommit.flush();
    schedule();
  }
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(drain);
  }
  function takeAll(): true {
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) take(next.message);
    return true;
  }
  function take(received: ToEngine): void {
    if (received.kind === "request") scheduler.enqueue(received);
    else if (received.kind === "connect") scheduler.connect(received.connection);
    else if (received.kind === "disconnect") scheduler.disconnect(received.connection);
    else void shutdown();
  }
  async function shutdown(): Promise<void> {
    scheduler.terminateAll("57P01", "terminating connection due to administrator command");
    groupCommit.flush();
    session.exchange(query("checkpoint"));
    await session.close();
    tell({ kind: "stopped" });
    port.close();
  }
  port.on("message", (received: ToEngine) => {
    take(received);
    if (!scheduled) drain();
  });
}

await start();
