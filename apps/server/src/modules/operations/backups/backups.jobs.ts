import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Clock } from "../../../kernel/clock.ts";
import { readBackup } from "../../../platform/backups/backup-folder.ts";
import { type BackupSource, makeBackup } from "../../../platform/backups/make-backup.ts";
import { defineJob, handleJob, type Job } from "../../../platform/jobs/define-job.ts";

export const backUp = defineJob({
  name: "operations.backup",
  summary: "Copies the database while it is in use, and verifies the copy",
  payload: z.object({}),
  retry: { limit: 1, firstWaitSeconds: 30, longestWaitSeconds: 30 },
  timeLimitSeconds: 6 * 3_600,
  perNode: 1,
  byKey: "once",
  watched: true,
});

export interface BackupJobsOptions {
  folder: string;
  source: BackupSource;
  version: string;
  clock: Clock;
}

/** A try that was interrupted begins anew: half a copy is worth nothing. */
export const backupJobs = ({ folder, source, version, clock }: BackupJobsOptions): Job[] => [
  handleJob(backUp, async ({ id, signal, progress }) => {
    const path = join(folder, `backup-${id}`);
    const createdAt = clock.now();
    const made = existsSync(path)
      ? await readBackup(path)
      : await makeBackup({ source, path, version, createdAt, signal, progress });
    return { path: made.path, bytes: made.bytes };
  }),
];
