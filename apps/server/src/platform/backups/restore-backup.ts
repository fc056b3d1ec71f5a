import { existsSync } from "node:fs";
import { cp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Pool } from "pg";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { dataFolder } from "../database/embedded/data-folder.ts";
import { lockFolder } from "../database/embedded/folder-lock.ts";
import { openServerDatabase } from "../database/server-database.ts";
import { type Backup, readBackup, seal } from "./backup-folder.ts";
import { dumpFile, runTool, verifyFolder } from "./make-backup.ts";
import { verifyDatabase } from "./verify-database.ts";

export interface RestoreOptions {
  backup: string;
  /** Where the embedded database lives. */
  folder: string;
  /** The database on a server, where that is used. */
  url: string | undefined;
  /** Where programs are looked for. */
  path: string;
  clock: Clock;
}

export interface Restored {
  backup: Backup;
  /** Where what was there before is kept; null where nothing was. */
  aside: string | null;
  rows: number;
}

const errors = {
  otherEngine: (found: string, wanted: string) =>
    new AppError(
      "invalid",
      "backups.other_engine",
      `This is a backup of ${found}, and Signalbox is set to ${wanted}`,
    ),
  differs: (table: string, found: number | undefined, wanted: number) =>
    new AppError(
      "conflict",
      "backups.damaged",
      `${table} has ${found ?? "no"} rows where the backup had ${wanted}`,
    ),
  inUse: (others: number) =>
    new AppError(
      "conflict",
      "database.in_use",
      `The database is in use by ${others} connections: stop every node first`,
    ),
};

/** Puts a backup in the place of the database, once it was read whole; what was there is kept aside. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const backup = await readBackup(options.backup);
  const engine = options.url === undefined ? "embedded" : "postgresql";
  if (backup.engine !== engine) throw errors.otherEngine(backup.engine, engine);
  return options.url === undefined
    ? restoreFolder(backup, options)
    : restoreServer(backup, { ...options, url: options.url });
}

async function restoreFolder(backup: Backup, { folder, clock }: RestoreOptions): Promise<Restored> {
  const unlock = lockFolder(folder, clock);
  const draft = join(folder, "restoring");
  try {
    await rm(draft, { recursive: true, force: true });
    await cp(dataFolder(backup.path), dataFolder(draft), { recursive: true });
    await seal(draft);
    const counts = await verifyFolder(draft);
    compare(backup, counts);
    const place = dataFolder(folder);
    const aside = existsSync(place) ? `${place}.before-${stampOf(clock.now())}` : null;
    if (aside !== null) await rename(place, aside);
    await rename(dataFolder(draft), place);
    await seal(folder);
    return { backup, aside, rows: sumOf(counts) };
  } finally {
    await rm(draft, { recursive: true, force: true });
    unlock();
  }
}

function compare({ rows }: Backup, counts: Record<string, number>): void {
  for (const [table, wanted] of Object.entries(rows ?? {}))
    if (counts[table] !== wanted) throw errors.differs(table, counts[table], wanted);
}

async function restoreServer(
  backup: Backup,
  { url, path, clock }: RestoreOptions & { url: string },
): Promise<Restored> {
  const db = openServerDatabase({ url });
  try {
    await refuseOthers(db.pool);
    const before = `_before_${stampOf(clock.now()).replace("-", "_")}`;
    const schemas = await schemasOf(db.pool);
    for (const schema of schemas) await db.pool.query(`alter schema ${schema} rename to ${schema}${before}`);
    await db.pool.query("create schema public");
    try {
      await runTool(
        "pg_restore",
        ["--no-owner", "--exit-on-error", `--dbname=${databaseOf(url)}`, join(backup.path, dumpFile)],
        { url, path },
      );
      const counts = await verifyDatabase(db.pool);
      return {
        backup,
        aside: schemas.map((schema) => `${schema}${before}`).join(", ") || null,
        rows: sumOf(counts),
      };
    } catch (error) {
      for (const schema of ["public", "pgboss"])
        await db.pool.query(`drop schema if exists ${schema} cascade`);
      for (const schema of schemas)
        await db.pool.query(`alter schema ${schema}${before} rename to ${schema}`);
      throw error;
    }
  } finally {
    await db.close();
  }
}

async function refuseOthers(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  const others = rows[0]?.others ?? 0;
  if (others > 0) throw errors.inUse(others);
}

async function schemasOf(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "select nspname as name from pg_namespace where nspname in ('public', 'pgboss')",
  );
  return rows.map(({ name }) => name);
}

const databaseOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

/** `20261122-013000`: in names of folders and schemas. */
const stampOf = (at: Date): string => at.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);

const sumOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
