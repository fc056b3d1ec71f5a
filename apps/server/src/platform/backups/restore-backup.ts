import { existsSync } from "node:fs";
import { cp, readdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { dataFolder, restoringFolder } from "../database/embedded/data-folder.ts";
import { lockFolder } from "../database/embedded/folder-lock.ts";
import { type Backup, readBackup, seal } from "./backup-folder.ts";
import { inFolder } from "./make-backup.ts";
import { restoreServer } from "./restore-server.ts";
import { settleRestored } from "./settle-restored.ts";
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
};

/** Puts a backup in the place of the database, once it was read whole; what was there is kept aside. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const backup = await readBackup(options.backup);
  const engine = options.url === undefined ? "embedded" : "postgresql";
  if (backup.engine !== engine) throw errors.otherEngine(backup.engine, engine);
  const { url, path, clock } = options;
  if (url === undefined) return restoreFolder(backup, options);
  const end = `_before_${stampOf(clock.now()).replace("-", "_")}`;
  const compare = (counts: Record<string, number>) => assertSame(backup, counts);
  const { aside, counts } = await restoreServer(backup, { url, path, end, compare });
  return { backup, aside, rows: sumOf(counts) };
}

async function restoreFolder(backup: Backup, { folder, clock }: RestoreOptions): Promise<Restored> {
  const unlock = lockFolder(folder, clock);
  const draft = restoringFolder(folder);
  try {
    await putBack(folder);
    await rm(draft, { recursive: true, force: true });
    await cp(dataFolder(backup.path), dataFolder(draft), { recursive: true });
    const counts = await inFolder(draft, async (pool) => {
      const found = await verifyDatabase(pool);
      assertSame(backup, found);
      await settleRestored(pool, Object.keys(found));
      return found;
    });
    await seal(draft);
    const aside = await takePlace(folder, `${dataFolder(folder)}${asideMark}${stampOf(clock.now())}`);
    await seal(folder);
    return { backup, aside, rows: sumOf(counts) };
  } finally {
    await rm(draft, { recursive: true, force: true });
    unlock();
  }
}

/** Between the name of what is put aside and the time. */
const asideMark = ".before-";

/** Puts the copy in the place of the data folder; answers where that is kept, and null where there was none. */
async function takePlace(folder: string, aside: string): Promise<string | null> {
  const place = dataFolder(folder);
  const wasThere = existsSync(place);
  if (wasThere) await rename(place, aside);
  try {
    await rename(dataFolder(restoringFolder(folder)), place);
  } catch (error) {
    if (wasThere) await rename(aside, place);
    throw error;
  }
  return wasThere ? aside : null;
}

/** Gives back its place to what a restore that did not end had put aside. */
async function putBack(folder: string): Promise<void> {
  const place = dataFolder(folder);
  if (existsSync(place) || !existsSync(restoringFolder(folder))) return;
  const start = `${basename(place)}${asideMark}`;
  const newest = (await readdir(folder))
    .filter((name) => name.startsWith(start))
    .sort()
    .at(-1);
  if (newest !== undefined) await rename(join(folder, newest), place);
}

function assertSame({ rows }: Backup, counts: Record<string, number>): void {
  for (const [table, wanted] of Object.entries(rows ?? {}))
    if (counts[table] !== wanted) throw errors.differs(table, counts[table], wanted);
}

/** `20261122-013000`: in names of folders and schemas. */
const stampOf = (at: Date): string => at.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);

const sumOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
