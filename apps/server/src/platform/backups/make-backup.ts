import { join } from "node:path";
import type { Pool } from "pg";
import { type OpenEngine, openEngine } from "../database/embedded/open-engine.ts";
import { databaseOn } from "../database/open-database.ts";
import { type Backup, beginDraft, bytesIn, finishDraft, seal } from "./backup-folder.ts";
import { dumpServer, type Steps } from "./dump-server.ts";
import { verifyDatabase } from "./verify-database.ts";

/** What is backed up: the embedded engine's data, or a database on a server. */
export type BackupSource =
  | { kind: "embedded"; engine: Pick<OpenEngine, "copy"> }
  | { kind: "postgresql"; url: string; path: string };

export interface BackupOptions extends Steps {
  source: BackupSource;
  /** Where it will be; not there yet. */
  path: string;
  version: string;
  createdAt: Date;
}

/** Copies the database while others work, opens or reads the copy to see that it is whole, and only then calls it a backup. */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const { source, path, version, createdAt } = options;
  const draft = await beginDraft(path);
  const copied =
    source.kind === "embedded"
      ? { rows: await copyEngine(source.engine, draft, options), sha256: null }
      : await dumpServer(source, draft, options);
  const bytes = await bytesIn(draft);
  const manifest = { engine: source.kind, version, createdAt: createdAt.toISOString(), bytes, ...copied };
  return finishDraft(path, manifest);
}

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
  return inFolder(draft, (pool) => verifyDatabase(pool, signal));
}

/** Nobody waits for the engine of a copy. */
const unhurried = { transactionLimitMs: 3_600_000, requestLimitMs: 3_600_000 };

/** Opens the embedded database in a folder by itself. */
export async function inFolder<T>(folder: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const db = databaseOn(await openEngine({ folder, limits: unhurried }), { connections: 1 });
  try {
    return await work(db.pool);
  } finally {
    await db.close();
  }
}
