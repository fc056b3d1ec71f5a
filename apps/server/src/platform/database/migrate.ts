import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ClientBase, Pool, PoolClient } from "pg";
import { messageOf } from "../../kernel/errors.ts";
import { databaseErrors, isUniqueViolation } from "./errors.ts";

/** Where the product's own migrations lie. */
export const migrationsFolder = fileURLToPath(new URL("../../../migrations/", import.meta.url));

interface Migration {
  name: string;
  checksum: string;
  sql: string;
}

const nameForm = /^\d{8}T\d{4}_[a-z][a-z0-9_]*$/;

interface MigrateOptions {
  folder?: string;
  /** Throws where this database is not to be used; asked before anything is made, and while nobody claims it. */
  refuse?(client: ClientBase): Promise<void>;
}

/** Applies what is missing, in order, each migration in a transaction of its own; answers their names. */
export async function migrate(pool: Pool, options: MigrateOptions = {}): Promise<string[]> {
  const { folder = migrationsFolder, refuse = async () => {} } = options;
  const migrations = await readMigrations(folder);
  const client = await pool.connect();
  try {
    await openLedger(client, refuse);
    const applied = await readLedger(client);
    refuseOthers(migrations, applied);
    const missing = migrations.filter(({ name }) => !applied.has(name));
    const done: string[] = [];
    for (const migration of missing) if (await apply(client, migration)) done.push(migration.name);
    return done;
  } finally {
    client.release();
  }
}

/** One checksum over all migrations of a folder: tells whether a database was made from the same ones. */
export async function migrationsChecksum(folder: string = migrationsFolder): Promise<string> {
  const migrations = await readMigrations(folder);
  return checksumOf(migrations.map(({ name, checksum }) => `${name} ${checksum}`).join("\n"));
}

/** Any number of ours, for one migrator at a time on a server, and none while it is claimed. */
const lockKey = 7_373_001;

const ledger = `create table if not exists schema_migrations (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
)`;

async function openLedger(client: ClientBase, refuse: (client: ClientBase) => Promise<void>): Promise<void> {
  try {
    await client.query(`begin; select pg_advisory_xact_lock(${lockKey})`);
    await refuse(client);
    await client.query(`${ledger}; commit`);
  } catch (thrown) {
    // On a dead connection the rollback fails too, and would hide why.
    await client.query("rollback").catch(() => {});
    throw thrown;
  }
}

/**
 * Sees that a database on a server is free, and marks it for something that no node may meet, as one: a node that starts
 * meanwhile waits, and is refused by the mark. `ask` is one session's.
 */
export async function claim<T>(
  ask: (text: string) => Promise<unknown>,
  lookAndMark: () => Promise<T>,
): Promise<T> {
  await ask(`select pg_advisory_lock(${lockKey})`);
  try {
    return await lookAndMark();
  } finally {
    // Where that fails, something else did before, and the lock ends with the session.
    await ask(`select pg_advisory_unlock(${lockKey})`).catch(() => {});
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    files.map(async (file) => {
      const name = file.slice(0, -".sql".length);
      if (!nameForm.test(name)) throw databaseErrors.migrationName(file);
      const sql = await readFile(join(folder, file), "utf8");
      return { name, sql, checksum: checksumOf(sql) };
    }),
  );
}

const checksumOf = (text: string): string => createHash("sha256").update(text).digest("hex");

async function readLedger(client: PoolClient): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "select name, checksum from schema_migrations order by name",
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

function refuseOthers(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  const unknown = [...applied.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) throw databaseErrors.migrationUnknown(unknown);
  for (const [name, checksum] of applied)
    if (known.get(name) !== checksum) throw databaseErrors.migrationEdited(name);
}

/**
 * Sends the whole transaction as one text, so that no other waits between its statements. Its row in the
 * ledger comes first: of two migrators at once, the later waits for the lock and then fails on that row;
 * false is its answer.
 */
async function apply(client: PoolClient, { name, checksum, sql }: Migration): Promise<boolean> {
  try {
    await client.query(`begin;
select pg_advisory_xact_lock(${lockKey});
insert into schema_migrations (name, checksum) values ('${name}', '${checksum}');
${sql}
;commit`);
    return true;
  } catch (cause) {
    await client.query("rollback");
    if (isAppliedMeanwhile(cause)) return false;
    throw databaseErrors.migrationFailed(name, messageOf(cause), cause);
  }
}

const isAppliedMeanwhile = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  isUniqueViolation(thrown) &&
  "table" in thrown &&
  thrown.table === "schema_migrations";
