import { setTimeout as pause } from "node:timers/promises";
import type { PoolConfig } from "pg";
import { once } from "../../kernel/once.ts";
import type { OpenDatabase } from "./database.ts";
import { type EngineLimits, type OpenEngine, type OpenOptions, openEngine } from "./embedded/open-engine.ts";
import { databaseErrors } from "./errors.ts";
import { GuardedPool } from "./guarded-pool.ts";
import { pooledDatabase } from "./pooled-database.ts";

export interface DatabaseOptions extends Omit<OpenOptions, "limits"> {
  limits?: Partial<Limits>;
}

export interface Limits extends EngineLimits {
  /** Connections of the pool. */
  connections: number;
}

const defaultConnections = 10;
const connectionTimeoutMillis = 10_000;
/** How long closing waits for clients that are still at work. */
const drainMs = 2_000;

/** Opens the embedded database of a folder; one process at a time. */
export async function openDatabase({ limits = {}, ...options }: DatabaseOptions): Promise<OpenDatabase> {
  const { connections, ...engineLimits } = limits;
  const engine = await openEngine({ ...options, limits: engineLimits });
  return databaseOn(engine, { ...options, connections });
}

interface PoolOptions {
  warn?: (text: string) => void;
  connections?: number | undefined;
}

/** The database of an engine that runs; closing it ends the engine too. What writes is refused while the disk takes nothing. */
export function databaseOn(engine: OpenEngine, options: PoolOptions): OpenDatabase {
  const config = { stream: engine.socket, ssl: false, idleTimeoutMillis: 0 };
  const pools = openPools(config, options);
  const close = once(async () => {
    await Promise.race([pools.end(), pause(drainMs, undefined, { ref: false })]);
    await engine.close();
  });
  const db = pooledDatabase(pools);
  const whereRoom = async <T>(write: () => Promise<T>): Promise<T> => {
    const state = engine.state();
    if (state === "full") throw databaseErrors.diskFull();
    if (state === "read_only") throw databaseErrors.readOnly();
    return write();
  };
  return {
    read: db.read,
    readWithin: (_limitMs, work) => work(db.read),
    transaction: (work) => whereRoom(() => db.transaction(work)),
    batch: (statements) => whereRoom(() => db.batch(statements)),
    write: (statement) => whereRoom(() => db.write(statement)),
    writeBuilt: (build) => whereRoom(() => db.writeBuilt(build)),
    pool: pools.pool,
    state: engine.state,
    close,
  };
}

function openPools(config: PoolConfig, { warn = () => {}, connections = defaultConnections }: PoolOptions) {
  const onError = (error: Error) => warn(error.message);
  const open = (max: number) =>
    new GuardedPool({ ...config, max, pipeline: true, connectionTimeoutMillis }, { onError });
  const [pool, batches] = [open(connections), open(1)];
  const end = async () => {
    await Promise.all([pool.end(), batches.end()]);
  };
  return { pool, batches, end };
}
