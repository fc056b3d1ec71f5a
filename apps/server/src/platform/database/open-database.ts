import { isMainThread } from "node:worker_threads";
import { type Clock, systemClock } from "../../kernel/clock.ts";
import type { OpenDatabase } from "./database.ts";
import { EmbeddedEngine } from "./embedded/engine.ts";
import { lockFolder } from "./embedded/folder-lock.ts";
import { GuardedPool } from "./guarded-pool.ts";
import { pooledDatabase } from "./pooled-database.ts";

export interface DatabaseOptions {
  /** Where the embedded database lives; made where it is missing. */
  folder: string;
  /** Told of what an operator should know: lost connections, overdue transactions, restarts. */
  warn?: (text: string) => void;
  clock?: Clock;
  /** Connections of the pool. */
  connections?: number;
  transactionLimitMs?: number;
}

const connectionTimeoutMillis = 10_000;

/** Opens the embedded database of a folder; one process at a time. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { folder, warn = () => {} } = options;
  // The engine makes its files open to everyone; a worker can't set the umask.
  if (isMainThread) process.umask(0o077);
  const unlock = lockFolder(folder, options.clock ?? systemClock);
  const transactionLimitMs = options.transactionLimitMs ?? 5_000;
  const engine = await EmbeddedEngine.open({ folder, warn, transactionLimitMs, holdMs: 5 }).catch(
    (thrown) => {
      unlock();
      throw thrown;
    },
  );
  const pool = new GuardedPool(
    {
      stream: engine.socket,
      pipeline: true,
      max: options.connections ?? 10,
      connectionTimeoutMillis,
      idleTimeoutMillis: 0,
    },
    (error) => warn(error.message),
  );
  return {
    ...pooledDatabase(pool),
    pool,
    async close() {
      await pool.end();
      await engine.close();
      unlock();
    },
  };
}

/** Opens a database on a PostgreSQL server. */
export function openServerDatabase(options: { url: string; warn?: (text: string) => void }): OpenDatabase {
  const { url, warn = () => {} } = options;
  const pool = new GuardedPool(
    {
      connectionString: url,
      pipeline: true,
      connectionTimeoutMillis,
      idle_in_transaction_session_timeout: 5_000,
    },
    (error) => warn(error.message),
  );
  return { ...pooledDatabase(pool), pool, close: () => pool.end() };
}
