import { setTimeout as pause } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";
import type { PoolConfig } from "pg";
import { type Clock, systemClock } from "../../kernel/clock.ts";
import type { OpenDatabase } from "./database.ts";
import { prepareFolder } from "./embedded/data-folder.ts";
import { EmbeddedEngine } from "./embedded/engine.ts";
import { lockFolder } from "./embedded/folder-lock.ts";
import { GuardedPool } from "./guarded-pool.ts";
import { once } from "./once.ts";
import { pooledDatabase } from "./pooled-database.ts";

export interface DatabaseOptions {
  /** Where the embedded database lives; made where it is missing. */
  folder: string;
  /** Told of what an operator should know: lost connections, overdue transactions, restarts. */
  warn?: (text: string) => void;
  clock?: Clock;
  limits?: Partial<Limits>;
}

/** What keeps the embedded database from harm; the defaults suit one laptop. */
export interface Limits {
  /** Connections of the pool. */
  connections: number;
  /** Longest time that a finished transaction waits for others to share its flush. */
  holdMs: number;
  transactionLimitMs: number;
  /** A request that runs longer ends the engine's worker, which is then replaced. */
  requestLimitMs: number;
  restartPausesMs: readonly number[];
  minimumFreeBytes: number;
}

const defaultLimits: Limits = {
  connections: 10,
  holdMs: 5,
  transactionLimitMs: 5_000,
  requestLimitMs: 60_000,
  restartPausesMs: [0, 200, 1_000, 5_000, 15_000],
  minimumFreeBytes: 128 * 1_048_576,
};

const connectionTimeoutMillis = 10_000;
/** How long closing waits for clients that are still at work. */
const drainMs = 2_000;

/** Opens the embedded database of a folder; one process at a time. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { folder, warn = () => {}, clock = systemClock } = options;
  const { connections, minimumFreeBytes, ...limits } = { ...defaultLimits, ...options.limits };
  // The engine makes its files open to everyone; a worker can't set the umask.
  if (isMainThread) process.umask(0o077);
  prepareFolder(folder, minimumFreeBytes);
  const unlock = lockFolder(folder, clock);
  try {
    const engine = await EmbeddedEngine.open({ ...limits, folder, warn });
    const pool = openPool(
      { stream: engine.socket, ssl: false, max: connections, idleTimeoutMillis: 0 },
      warn,
    );
    const close = once(async () => {
      await Promise.race([pool.end(), pause(drainMs, undefined, { ref: false })]);
      await engine.close();
      unlock();
    });
    return { ...pooledDatabase(pool), pool, state: () => engine.state, close };
  } catch (thrown) {
    unlock();
    throw thrown;
  }
}

/** Opens a database on a PostgreSQL server. */
export function openServerDatabase(options: { url: string; warn?: (text: string) => void }): OpenDatabase {
  const { url, warn = () => {} } = options;
  const pool = openPool(
    {
      connectionString: url,
      max: defaultLimits.connections,
      idle_in_transaction_session_timeout: defaultLimits.transactionLimitMs,
    },
    warn,
  );
  return { ...pooledDatabase(pool), pool, state: () => "ready", close: once(() => pool.end()) };
}

const openPool = (config: PoolConfig, warn: (text: string) => void): GuardedPool =>
  new GuardedPool({ ...config, pipeline: true, connectionTimeoutMillis }, (error) => warn(error.message));
