import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { Pool, type PoolClient, type PoolConfig } from "pg";
import type { AppError } from "../../kernel/errors.ts";
import { databaseFault } from "./connection-faults.ts";
import { databaseErrors } from "./errors.ts";

const transactions = new AsyncLocalStorage<{ open: boolean }>();

/** Runs `work` marked as inside a transaction, so that a connection of its own is refused to it. */
export async function insideTransaction<T>(work: () => Promise<T>): Promise<T> {
  const mark = { open: true };
  try {
    return await transactions.run(mark, work);
  } finally {
    mark.open = false;
  }
}

/** Why the caller gets no connection of its own: a transaction is open around it. */
export function refusalInsideTransaction(): AppError | undefined {
  return transactions.getStore()?.open ? databaseErrors.outerHandle() : undefined;
}

type Connected = Parameters<Pool["connect"]>[0];

export interface GuardedPoolOptions {
  onError(error: Error): void;
  /** How long somebody who wants a connection waits for a server that is away. */
  patienceMs?: number;
}

/**
 * A pool that refuses a second connection to whoever has a transaction open: on an engine with one session
 * it would wait for itself until the time limit. It waits for a while where the server is away.
 */
export class GuardedPool extends Pool {
  readonly #patienceMs: number;
  #reached = true;

  constructor(config: PoolConfig, { onError, patienceMs = 0 }: GuardedPoolOptions) {
    super(config);
    this.#patienceMs = patienceMs;
    this.on("error", onError);
    // A client that is checked out has no listener of the pool's; an error there would end the process.
    this.on("connect", (client) => client.on("error", onError));
  }

  /** Whether the last attempt to connect succeeded. */
  get reached(): boolean {
    return this.#reached;
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | undefined {
    const connected = this.#connected();
    if (!callback) return connected;
    connected.then(
      (client) => callback(undefined, client, (broken) => client.release(broken)),
      (error: Error) => callback(error, undefined, () => {}),
    );
    return undefined;
  }

  /** An attempt that took far longer than it may tells that this process stood still, and little of the server. */
  #stoodStill(began: number): boolean {
    const { connectionTimeoutMillis: limitMs = 0 } = this.options;
    return limitMs > 0 && performance.now() - began > 2 * limitMs;
  }

  async #connected(): Promise<PoolClient> {
    const deadline = performance.now() + this.#patienceMs;
    let forgiven = false;
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
      const began = performance.now();
      const refusal = refusalInsideTransaction() ?? (this.ending ? databaseErrors.closed() : undefined);
      if (refusal) throw refusal;
      try {
        const client = await super.connect();
        this.#reached = true;
        return client;
      } catch (thrown) {
        const fault = thrown instanceof Error ? databaseFault(thrown) : undefined;
        if (fault === undefined) throw thrown;
        // Once: a server that takes so long to refuse would look the same.
        if (!forgiven && this.#stoodStill(began)) {
          forgiven = true;
          continue;
        }
        this.#reached = false;
        if (performance.now() + pauseMs > deadline) throw fault;
      }
      await pause(pauseMs);
    }
  }
}
