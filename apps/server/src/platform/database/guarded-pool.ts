import { AsyncLocalStorage } from "node:async_hooks";
import { Pool, type PoolClient, type PoolConfig } from "pg";
import { AppError } from "../../kernel/errors.ts";
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

/**
 * A pool that refuses a second connection to whoever has a transaction open: on an engine with one session
 * it would wait for itself until the time limit.
 */
export class GuardedPool extends Pool {
  constructor(config: PoolConfig, onError: (error: Error) => void) {
    super(config);
    this.on("error", onError);
    // A client that is checked out has no listener of the pool's; an error there would end the process.
    this.on("connect", (client) => client.on("error", onError));
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | undefined {
    const refusal = refusalInsideTransaction() ?? (this.ending ? databaseErrors.closed() : undefined);
    if (!callback) return refusal ? Promise.reject(refusal) : super.connect().catch(rethrowTranslated);
    if (refusal) callback(refusal, undefined, () => {});
    else super.connect((error, client, release) => callback(error && translated(error), client, release));
    return undefined;
  }
}

/** What `pg` says, in plain errors, when a connection is gone or none was to be had. */
const lostConnection = /not queryable|connection terminated|timeout exceeded when trying to connect/i;

/** An error of the connection or of the disk as one of ours; other errors of SQL, and ours, stay what they are. */
function translated(error: Error): Error {
  const code = "code" in error ? String(error.code) : "";
  if (code === "53100") return databaseErrors.diskFull(error);
  if (/^58[0-9A-Z]{3}$/.test(code)) return databaseErrors.filesFailed(error.message, error);
  const lost = !(error instanceof AppError) && !("severity" in error) && lostConnection.test(error.message);
  return lost ? databaseErrors.connectionLost(error) : error;
}

export function rethrowTranslated(thrown: unknown): never {
  throw thrown instanceof Error ? translated(thrown) : thrown;
}
