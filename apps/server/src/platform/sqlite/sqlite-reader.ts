import { Worker } from "node:worker_threads";
import { messageOf } from "../../kernel/errors.ts";
import type { SqliteAnswer, SqliteQuery } from "./sqlite-worker.ts";

/** A query takes some milliseconds; one that takes so long never ends. */
const longestMs = 10_000;
/** Nobody asked for so long: nothing is held open for nobody. */
const idleMs = 30_000;

type Values = SqliteQuery["values"];
type Rows = Extract<SqliteAnswer, { rows: unknown }>;

interface Asked {
  resolve(rows: Rows): void;
  reject(fault: Error): void;
  limit: NodeJS.Timeout;
}

/**
 * Asks the SQLite files of other programs, each over one connection that only reads. SQLite answers while its caller
 * waits, and a file may lie on a slow disk or be another's to lock: so it is asked in a thread of its own, begun with
 * the first question and ended when there are none.
 */
export class SqliteReader {
  #worker: Worker | null = null;
  readonly #asked = new Map<number, Asked>();
  #next = 0;
  #idle: NodeJS.Timeout | undefined;

  /** @throws why the file can't be read */
  query(file: string, sql: string, values: Values): Promise<Rows> {
    const id = this.#next++;
    clearTimeout(this.#idle);
    return new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => this.#end(`${file} was asked for longer than ${longestMs} ms`),
        longestMs,
      );
      this.#asked.set(id, { resolve, reject, limit: limit.unref() });
      const query: SqliteQuery = { id, file, sql, values };
      this.#worker ??= this.#begin();
      this.#worker.postMessage(query);
    });
  }

  async stop(): Promise<void> {
    await this.#end("the server stops");
  }

  #begin(): Worker {
    const worker = new Worker(new URL("./sqlite-worker.ts", import.meta.url), { name: "sqlite", env: {} });
    worker.unref();
    worker.on("message", (answer: SqliteAnswer) => this.#hear(answer));
    worker.on("error", (error) => this.#isOver(worker, messageOf(error)));
    worker.on("exit", () => this.#isOver(worker, "the thread that reads SQLite files ended"));
    return worker;
  }

  #hear(answer: SqliteAnswer): void {
    const asked = this.#asked.get(answer.id);
    this.#asked.delete(answer.id);
    clearTimeout(asked?.limit);
    if ("fault" in answer) asked?.reject(new Error(answer.fault));
    else asked?.resolve(answer);
    if (this.#asked.size === 0) this.#idle = setTimeout(() => void this.#end("idle"), idleMs).unref();
  }

  #isOver(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#reject(reason);
  }

  #reject(reason: string): void {
    clearTimeout(this.#idle);
    for (const { reject, limit } of this.#asked.values()) {
      clearTimeout(limit);
      reject(new Error(reason));
    }
    this.#asked.clear();
  }

  async #end(reason: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#reject(reason);
    await worker?.terminate();
  }
}
