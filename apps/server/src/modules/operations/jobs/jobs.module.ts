import { join } from "node:path";
import type { BackupSource } from "../../../platform/backups/make-backup.ts";
import type { ClockWatch } from "../../../platform/health/clock-watch.ts";
import type { MountedRoute } from "../../../platform/http/http.ts";
import type { Job } from "../../../platform/jobs/define-job.ts";
import type { Retained } from "../../../platform/retention/retained.ts";
import { backupJobs } from "../backups/backups.jobs.ts";
import { exportJobs } from "../exports/exports.jobs.ts";
import { retainedBackups, retainedExports } from "../retention/retained-files.ts";
import { retentionJobs } from "../retention/retention.jobs.ts";
import { upkeepRoutes } from "../upkeep.routes.ts";
import { createUpkeep } from "../upkeep.service.ts";
import { createDeadLetters, type DeadLettersOptions } from "./dead-letters.service.ts";
import { deadLetterRoutes, jobRoutes } from "./jobs.routes.ts";
import { createJobsService, type JobsService, type JobsServiceOptions } from "./jobs.service.ts";

export interface JobOperationsOptions extends JobsServiceOptions, DeadLettersOptions {
  filesFolder: string;
  version: string;
  backupSource: BackupSource;
  /** What grows, and is kept for a while. */
  retained: readonly Retained[];
  clockWatch: ClockWatch;
  keep: { exportDays: number; backups: number };
}

export interface JobOperations {
  /** Kinds of jobs, with how many there are in each state. */
  queues: JobsService["queues"];
  routes: MountedRoute[];
  jobs: Job[];
}

/** What people see of jobs and do to them, and the jobs that keep the server in order. */
export function createJobOperations(options: JobOperationsOptions): JobOperations {
  const { filesFolder, clock, events, version, backupSource: source, keep } = options;
  const [exportsFolder, backupsFolder] = [join(filesFolder, "exports"), join(filesFolder, "backups")];
  const retained = [
    ...options.retained,
    retainedExports(exportsFolder, clock, keep.exportDays),
    retainedBackups(backupsFolder, keep.backups),
  ];
  const upkeep = createUpkeep({ ...options, retained, exportsFolder, backupsFolder });
  const jobs = createJobsService(options);
  return {
    queues: jobs.queues,
    routes: [...jobRoutes(jobs), ...deadLetterRoutes(createDeadLetters(options)), ...upkeepRoutes(upkeep)],
    jobs: [
      ...retentionJobs(retained, options.clockWatch),
      ...exportJobs(exportsFolder, events),
      ...backupJobs({ folder: backupsFolder, source, version, clock }),
    ],
  };
}
