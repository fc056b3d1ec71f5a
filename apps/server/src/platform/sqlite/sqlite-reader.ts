import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { messageOf } from "../../kernel/errors.ts";
import type { SqliteAnswer, SqliteQuery } from "./sqlite-worker.ts";

/** A query takes some milliseconds; one that takes so long never ends. */
const longestMs = 10_000;
/** For so long a file is left alone that did not answer in time, even if it has come back. */
const refusedForMs = 10 * 60_000;
/** A thread that does not end is left behind. */
const patienceMs = 1_000;
/** Nobody asked for so long: nothing is held open for nobody. */
const idleMs = 30_000;

/** Files in which a thread is lost: with so many, none is asked. */
const mostLost = 3;

type Values = SqliteQuery["values"];
type Rows = Extract<SqliteAnswer, { rows: unknown }>;

interface Asked {
  file: string;
  resolve(rows: Rows): void;
  reject(fault: Error): void;
}

export interface SqliteReaderOptions {
  longestMs?: number;
  refusedForMs?: number;
}

/**
 * Asks the SQLite files of other programs, each over one connection that only reads. SQLite answers while its caller
 * waits, and a file may lie on a slow disk or be another's to lock: so it is asked in a thread of its own, begun with
 * the first question and ended when there are none.
 */
export class SqliteReader {
  readonly #longestMs: number;
  readonly #refusedForMs: number;
  #worker: Worker | null = null;
  /** The first is being answered. */
  readonly #asked = new Map<number, Asked>();
  /** Files that did not answer in time, and until when they are not asked again. */
  readonly #refused = new Map<string, number>();
  /** Threads that were given up, in a query that does not come back; a file that has one gets no other. */
  readonly #lost = new Map<Worker, string>();
  #next = 0;
  /** Until the first must be answered, or, without one, until the thread ends. */
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SqliteReaderOptions = {}) {
    this.#longestMs = options.longestMs ?? longestMs;
    this.#refusedForMs = options.refusedForMs ?? refusedForMs;
  }

  /** @throws why the file can't be read */
  async query(file: string, sql: string, values: Values): Promise<Rows> {
    if (this.#isRefused(file)) throw new Error(`${file} did not answer, and is not asked for some minutes`);
    if (this.lost.includes(file)) throw new Error(`${file} does not answer`);
    if (this.#lost.size >= mostLost)
      throw new Error(`${file} is not asked while ${this.#lost.size} other files do not answer`);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { file, resolve, reject });
      if (this.#asked.size === 1) this.#awaitFirst();
      const query: SqliteQuery = { id, file, sql, values };
      this.#worker ??= this.#begin();
      this.#worker.postMessage(query);
    });
  }

  /** The files in which a thread is lost, for it was given up and has not come back. */
  get lost(): readonly string[] {
    return [...this.#lost.values()];
  }

  async stop(): Promise<void> {
    await this.#end("the server stops");
  }

  #isRefused(file: string): boolean {
    const until = this.#refused.get(file);
    if (until === undefined) return false;
    if (until > performance.now()) return true;
    this.#refused.delete(file);
    return false;
  }

  #begin(): Worker {
    const worker = new Worker(new URL("./sqlite-worker.ts", import.meta.url), { name: "sqlite", env: {} });
    worker.unref();
    worker.on("message", (answer: SqliteAnswer) => this.#hear(worker, answer));
    worker.on("error", (error) => this.#isOver(worker, messageOf(error)));
    worker.on("exit", () => this.#isOver(worker, "the thread that reads SQLite files ended"));
    return worker;
  }

  #hear(worker: Worker, answer: SqliteAnswer): void {
    if (this.#worker !== worker) return;
    const asked = this.#asked.get(answer.id);
    this.#asked.delete(answer.id);
    if ("fault" in answer) asked?.reject(new Error(answer.fault));
    else asked?.resolve(answer);
    this.#awaitFirst();
  }

  /** Only the first is being answered: the others wait for it, and are not to blame. */
  #awaitFirst(): void {
    clearTimeout(this.#timer);
    const [first] = this.#asked.values();
    this.#timer =
      first === undefined
        ? setTimeout(() => void this.#end("idle"), idleMs)
        : setTimeout(() => this.#giveUp(first), this.#longestMs);
    this.#timer.unref();
  }

  #giveUp({ file }: Asked): void {
    this.#refused.set(file, performance.now() + this.#refusedForMs);
    const worker = this.#worker;
    if (worker !== null) {
      this.#lost.set(worker, file);
      worker.once("exit", () => this.#lost.delete(worker));
    }
    void this.#end(`${file} was asked for longer than ${this.#longestMs} ms`);
  }

  #isOver(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#reject(reason);
  }

  #reject(reason: string): void {
    clearTimeout(this.#timer);
    for (const { reject } of this.#asked.values()) reject(new Error(reason));
    this.#asked.clear();
  }

  /** Ends the thread, unless SQLite does not come back in it: then there is nothing to wait for. */
  async #end(reason: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#reject(reason);
    if (worker === null) return;
    const patience = new AbortController();
    const wait = delay(patienceMs, undefined, { ref: false, signal: patience.signal }).catch(() => undefined);
    await Promise.race([worker.terminate(), wait]);
    patience.abort();
  }
}
