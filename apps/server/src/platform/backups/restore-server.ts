import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ClientBase, Pool } from "pg";
import { AppError, messageOf } from "../../kernel/errors.ts";
import { claim } from "../database/migrate.ts";
import { openServerDatabase } from "../database/server-database.ts";
import { refuseHalfMoved } from "../relocation/half-moved.ts";
import type { Backup } from "./backup-folder.ts";
import { checksumOf, dumpFile, readDump } from "./dump-server.ts";
import { moveAside, putBack, unmark } from "./half-restored.ts";
import { databaseArgument, runTool } from "./server-tools.ts";
import { settleRestored } from "./settle-restored.ts";
import { verifyDatabase } from "./verify-database.ts";

const errors = {
  changed: (file: string) =>
    new AppError("conflict", "backups.damaged", `${file} is not what it was when the backup was made`),
  notPutBack: (why: string, whyNot: string, cause: unknown) =>
    new AppError(
      "unavailable",
      "backups.not_put_back",
      `${why}. What was there before was not put back (${whyNot}): run bin/signalbox restore once more`,
      { cause },
    ),
  inUse: (others: number) =>
    new AppError(
      "conflict",
      "database.in_use",
      `The database is in use by ${others} connections: stop every node first`,
    ),
};

export interface ServerRestore {
  url: string;
  path: string;
  /** How what was there before is called from now on, after its name. */
  end: string;
  /** @throws where these are not the rows that the backup has */
  compare(counts: Record<string, number>): void;
}

/** Restores a dump in the place of what a server has; until that is whole, no node starts on it. */
export async function restoreServer(
  backup: Backup,
  { url, path, end, compare }: ServerRestore,
): Promise<{ aside: string | null; counts: Record<string, number> }> {
  const file = join(backup.path, dumpFile);
  await refuseDamaged(backup, file, { url, path });
  const db = openServerDatabase({ url });
  try {
    const aside = await takeOver(db.pool, { url, end });
    try {
      // Named to pg_dump, the schema `public` stands in the dump like any other.
      await runTool("pg_restore", ["--no-owner", "--exit-on-error", databaseArgument(url), file], {
        url,
        path,
      });
      const counts = await verifyDatabase(db.pool);
      compare(counts);
      await settleRestored(db.pool, Object.keys(counts));
      await unmark(db.pool);
      return { aside: aside.join(", ") || null, counts };
    } catch (error) {
      throw await afterPuttingBack(db.pool, error);
    }
  } finally {
    await db.close();
  }
}

/** Sees that nobody is there, and marks the database; a node that starts in between waits, and is refused. */
async function takeOver(pool: Pool, { url, end }: Pick<ServerRestore, "url" | "end">): Promise<string[]> {
  // On one connection: another would be taken for somebody else's.
  const client = await pool.connect();
  try {
    return await claim(
      (text) => client.query(text),
      async () => {
        await refuseOthers(client);
        await refuseHalfMoved(client, url);
        await putBack(client);
        return moveAside(client, end);
      },
    );
  } finally {
    client.release();
  }
}

/** Where that fails too, the server perhaps being gone, the next restore does it, and no node starts before. */
async function afterPuttingBack(pool: Pool, failure: unknown): Promise<unknown> {
  return putBack(pool).then(
    () => failure,
    (alsoFailed: unknown) => errors.notPutBack(messageOf(failure), messageOf(alsoFailed), failure),
  );
}

/** Before anything is touched. */
async function refuseDamaged(
  { sha256 }: Backup,
  file: string,
  means: { url: string; path: string },
): Promise<void> {
  await readDump(file, means);
  if (sha256 !== null && (await checksumOf(file)) !== sha256) throw errors.changed(file);
}

/** What another role does is not told, only that it is there. */
const othersSql = `
  select count(*)::int as others from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()
    and (backend_type = 'client backend' or (backend_type is null and usesysid is not null))`;
/** Connections of a node that has just ended may be there for a moment. */
const patienceMs = 3_000;

async function refuseOthers(client: ClientBase): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { rows } = await client.query<{ others: number }>(othersSql);
    const others = rows[0]?.others ?? 0;
    if (others === 0) return;
    if (performance.now() > deadline) throw errors.inUse(others);
    await pause(100);
  }
}
