import { join } from "node:path";
import type { Clock } from "../kernel/clock.ts";
import { restoreBackup } from "../platform/backups/restore-backup.ts";
import type { Config } from "./config.ts";

/** Restores a backup into this configuration's database, which no server may have open; says what it did. */
export async function restore(config: Config, backup: string, clock: Clock): Promise<string> {
  const { home, databaseUrl: url, path } = config;
  const done = await restoreBackup({ backup, folder: join(home, "database"), url, path, clock });
  const aside = done.aside === null ? "" : ` What was there before is kept as ${done.aside}.`;
  return `Restored the backup of ${done.backup.createdAt}, ${done.rows} rows, every one read again.${aside}`;
}
