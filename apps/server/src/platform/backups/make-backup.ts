import { join } from "node:path";
import { AppError } from "../../kernel/errors.ts";
import { type OpenEngine, openEngine } from "../database/embedded/open-engine.ts";
import { databaseOn } from "../database/open-database.ts";
import { findProgram, runProgram } from "../processes/run-program.ts";
import { type Backup, beginDraft, bytesIn, finishDraft, seal } from "./backup-folder.ts";
import { verifyDatabase } from "./verify-database.ts";

/** What is backed up: the embedded engine's data, or a database on a server. */
export type BackupSource =
  | { kind: "embedded"; engine: Pick<OpenEngine, "copy"> }
  | { kind: "postgresql"; url: string; path: string };

export interface BackupOptions {
  source: BackupSource;
  /** Where it will be; not there yet. */
  path: string;
  version: string;
  createdAt: Date;
  signal: AbortSignal;
  progress(percent: number, message: string): Promise<void>;
}

/** Copies the database while others work, opens or reads the copy to see that it is whole, and only then calls it a backup. */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const { source, path, version, createdAt } = options;
  const draft = await beginDraft(path);
  const rows =
    source.kind === "embedded"
      ? await copyEngine(source.engine, draft, options)
      : await dump(source, draft, options);
  const bytes = await bytesIn(draft);
  return finishDraft(path, { engine: source.kind, version, createdAt: createdAt.toISOString(), bytes, rows });
}

type Steps = Pick<BackupOptions, "signal" | "progress">;

async function copyEngine(
  engine: Pick<OpenEngine, "copy">,
  draft: string,
  { signal, progress }: Steps,
): Promise<Record<string, number>> {
  await progress(5, "Copying the database");
  await engine.copy(join(draft, "pg"));
  signal.throwIfAborted();
  await progress(35, "Writing the copy to the disk");
  await seal(draft);
  signal.throwIfAborted();
  await progress(55, "Opening the copy and reading every row");
  return verifyFolder(draft, signal);
}

/** Nobody waits for the engine of a copy. */
const unhurried = { transactionLimitMs: 3_600_000, requestLimitMs: 3_600_000 };

/** Opens the embedded database in a folder by itself and reads all of it. */
export async function verifyFolder(folder: string, signal?: AbortSignal): Promise<Record<string, number>> {
  const db = databaseOn(await openEngine({ folder, limits: unhurried }), { connections: 1 });
  try {
    return await verifyDatabase(db.pool, signal);
  } finally {
    await db.close();
  }
}

export const dumpFile = "database.dump";
const dumpLimitMs = 6 * 3_600_000;

async function dump(
  { url, path }: { url: string; path: string },
  draft: string,
  { signal, progress }: Steps,
): Promise<null> {
  const file = join(draft, dumpFile);
  await progress(5, "pg_dump writes the database to a file");
  const parts = ["--schema=public", "--schema=pgboss"];
  await runTool("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", ...parts, `--file=${file}`], {
    url,
    path,
    signal,
  });
  await progress(60, "Reading the file from its beginning to its end");
  await runTool("pg_restore", ["--file=/dev/null", file], { url, path, signal });
  return null;
}

/** Runs one of PostgreSQL's own programs against a database. */
export async function runTool(
  name: "pg_dump" | "pg_restore",
  args: readonly string[],
  { url, path, signal }: { url: string; path: string; signal?: AbortSignal },
): Promise<void> {
  const file = await findProgram(name, path);
  if (file === null)
    throw new AppError(
      "invalid",
      "backups.no_tool",
      `${name} is not installed on this machine: install PostgreSQL's client programs (postgresql-client)`,
    );
  const env = { PATH: path, ...connectionOf(url) };
  const result = await runProgram({
    file,
    args,
    env,
    timeoutMs: dumpLimitMs,
    ...(signal === undefined ? {} : { signal }),
  });
  signal?.throwIfAborted();
  if (result.code !== 0)
    throw new AppError("unavailable", "backups.tool_failed", `${name} failed: ${result.stderr.trim()}`);
}

/** In variables, as a command line is there for everyone to see. */
function connectionOf(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const given = {
    PGHOST: searchParams.get("host") ?? hostname,
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: searchParams.get("sslmode") ?? "",
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
}
