import { setTimeout as pause } from "node:timers/promises";
import type { PoolClient } from "pg";
import { AppError, messageOf } from "../../kernel/errors.ts";
import { databaseFault } from "../database/connection-faults.ts";
import type { OpenDatabase } from "../database/database.ts";
import { databaseErrors } from "../database/errors.ts";
import { assertUsable, openServerDatabase, placeOf } from "../database/server-database.ts";
import { relocationErrors } from "./relocation-errors.ts";

/** The server that a database is moved to, held by one session. */
export interface Target {
  /** Where it is, without user and password. */
  where: string;
  db: OpenDatabase;
  /** Runs SQL; several statements where it takes no values. */
  ask<T extends object>(text: string, values?: unknown[]): Promise<T[]>;
  /** Answers rows as lists. */
  list(text: string, values: unknown[]): Promise<unknown[][]>;
  /** Does what takes the server; what goes wrong there is told as that. */
  using<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** How values and names are written depends on these, and each server and role may have its own. */
const settings = {
  timezone: "UTC",
  datestyle: "ISO, MDY",
  intervalstyle: "postgres",
  extra_float_digits: "1",
  bytea_output: "hex",
  search_path: "pg_catalog",
  statement_timeout: "0",
  lock_timeout: "0",
  idle_session_timeout: "0",
  // Where our machine is gone all of a sudden, its session ends within half a minute, and its lock with it.
  tcp_keepalives_idle: "10",
  tcp_keepalives_interval: "5",
  tcp_keepalives_count: "3",
};

const settingsSql = Object.entries(settings)
  .map(([name, value]) => `set ${name} to '${value}'`)
  .join("; ");

/** Any number of ours: one move to a database at a time. It ends with the session. */
const lockKey = 7_373_002;
const patienceMs = 5_000;

/** Connects, and keeps others from moving to the same database meanwhile. */
export async function openTarget(url: string): Promise<Target> {
  const where = placeOf(url);
  const db = openServerDatabase({ url, connections: 3, patienceMs: 1_000 });
  const using = <T>(work: () => Promise<T>) => work().catch((thrown) => rethrowToldOf(where, thrown));
  let client: PoolClient | undefined;
  const close = async () => {
    // Its session has settings and a lock of its own.
    client?.release(true);
    await db.close();
  };
  try {
    await assertUsable(db.pool, url, patienceMs);
    const session = await using(() => db.pool.connect());
    client = session;
    const ask = <T extends object>(text: string, values?: unknown[]) =>
      using(async () => (await session.query<T>(text, values)).rows);
    const list = (text: string, values: unknown[]) =>
      using(async () => (await session.query<unknown[]>({ text, values, rowMode: "array" })).rows);
    await ask(settingsSql);
    await takeLock(where, ask);
    return { where, db, ask, list, using, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** The session of one that was killed may be at its last statement. */
async function takeLock(where: string, ask: Target["ask"]): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const [lock] = await ask<{ mine: boolean }>(`select pg_try_advisory_lock(${lockKey}) as mine`);
    if (lock?.mine) return;
    if (performance.now() > deadline) throw relocationErrors.underWay(where);
    await pause(100);
  }
}

function rethrowToldOf(where: string, thrown: unknown): never {
  const cause = thrown instanceof AppError ? thrown.cause : thrown;
  const fault = cause instanceof Error ? databaseFault(cause) : undefined;
  if (fault !== undefined && cause instanceof Error) {
    const isFull = fault.code === databaseErrors.diskFull().code;
    throw isFull ? relocationErrors.targetFull(where, cause) : relocationErrors.targetLost(where, cause);
  }
  if (thrown instanceof AppError) throw thrown;
  throw databaseErrors.refused(where, messageOf(thrown), thrown);
}
