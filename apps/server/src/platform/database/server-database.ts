import { setTimeout as pause } from "node:timers/promises";
import type { ClientBase, Pool, PoolConfig } from "pg";
import { AppError, messageOf } from "../../kernel/errors.ts";
import { once } from "../../kernel/once.ts";
import { readOnlyState } from "./connection-faults.ts";
import type { OpenDatabase } from "./database.ts";
import { databaseErrors } from "./errors.ts";
import { GuardedPool } from "./guarded-pool.ts";
import { pooledDatabase } from "./pooled-database.ts";

export interface ServerDatabaseOptions {
  url: string;
  warn?: (text: string) => void;
  /** Connections of the pool. */
  connections?: number;
  /** How long somebody who asks waits for a server that is away. */
  patienceMs?: number;
}

/** As long as the embedded engine allows. */
const transactionLimitMs = 5_000;
const connectionTimeoutMillis = 10_000;
/** How long closing waits for clients that are still at work. */
const drainMs = 2_000;
/** The oldest PostgreSQL whose SQL we write. */
const oldestVersion = 15;

/** A database on a PostgreSQL server: whoever asks while it restarts waits for a while. Connects when it is asked. */
export function openServerDatabase(options: ServerDatabaseOptions): OpenDatabase {
  const { url, warn = () => {}, connections = 10, patienceMs = 5_000 } = options;
  const config: PoolConfig = {
    connectionString: url,
    application_name: "signalbox",
    idle_in_transaction_session_timeout: transactionLimitMs,
    keepAlive: true,
    pipeline: true,
    connectionTimeoutMillis,
    verify: (client, done) => {
      refuseStandby(client).then(() => done(), done);
    },
  };
  const onError = (error: Error) => warn(error.message);
  const open = (max: number) => new GuardedPool({ ...config, max }, { onError, patienceMs });
  const [pool, batches] = [open(connections), open(1)];
  let closed = false;
  return {
    ...pooledDatabase({ pool, batches }),
    pool,
    state: () => (closed ? "closed" : pool.reached && batches.reached ? "ready" : "recovering"),
    close: once(async () => {
      closed = true;
      const ended = Promise.all([pool.end(), batches.end()]);
      await Promise.race([ended, pause(drainMs, undefined, { ref: false })]);
    }),
  };
}

/** After a failover the address may still lead to what was the standby a moment ago, or is one now. */
async function refuseStandby(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ standby: boolean }>("select pg_is_in_recovery() as standby");
  if (rows[0]?.standby) throw Object.assign(new Error("it is a standby"), { code: readOnlyState });
}

/**
 * Waits until the server answers, and sees that it is one we can work with.
 * @throws AppError `database.unreachable`, `database.refused`, `database.unfit`
 */
export async function assertUsable(pool: Pool, url: string, patienceMs = 30_000): Promise<void> {
  const where = placeOf(url);
  const { version, encoding } = await factsOf(pool, where, patienceMs);
  if (version < oldestVersion)
    throw databaseErrors.unfit(
      where,
      `is version ${version}, and ${oldestVersion} is the oldest that will do`,
    );
  if (encoding !== "UTF8") throw databaseErrors.unfit(where, `keeps text as ${encoding}, which must be UTF8`);
}

interface Facts {
  version: number;
  encoding: string;
}

const factsSql = `
  select current_setting('server_version_num')::integer / 10000 as version,
    pg_encoding_to_char(encoding) as encoding
  from pg_database where datname = current_database()`;

/** What a server that starts, or takes over from another, is over with. */
const passing = [databaseErrors.connectionLost, databaseErrors.serverReadOnly].map((of) => of(null).code);

async function factsOf(pool: Pool, where: string, patienceMs: number): Promise<Facts> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      const { rows } = await pool.query<Facts>(factsSql);
      const [facts] = rows;
      if (facts !== undefined) return facts;
      throw databaseErrors.unfit(where, "does not tell what it is");
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw databaseErrors.refused(where, messageOf(thrown), thrown);
      if (!passing.includes(thrown.code)) throw thrown;
      if (performance.now() > deadline)
        throw databaseErrors.unreachable(where, messageOf(thrown.cause), thrown);
      await pause(500);
    }
  }
}

/** Where the server is, without user and password. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
