import { existsSync } from "node:fs";
import { cp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { dataFolder } from "../database/embedded/data-folder.ts";
import { lockFolder } from "../database/embedded/folder-lock.ts";
import { type Backup, readBackup, seal } from "./backup-folder.ts";
import { verifyFolder } from "./make-backup.ts";
import { restoreServer } from "./restore-server.ts";

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
  const draft = join(folder, "restoring");
  try {
    await rm(draft, { recursive: true, force: true });
    await cp(dataFolder(backup.path), dataFolder(draft), { recursive: true });
    await seal(draft);
    const counts = await verifyFolder(draft);
    assertSame(backup, counts);
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

function assertSame({ rows }: Backup, counts: Record<string, number>): void {
  for (const [table, wanted] of Object.entries(rows ?? {}))
    if (counts[table] !== wanted) throw errors.differs(table, counts[table], wanted);
}

/** `20261122-013000`: in names of folders and schemas. */
const stampOf = (at: Date): string => at.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);

const sumOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
