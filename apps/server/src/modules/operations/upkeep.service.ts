import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Backup, EventExport, Expired } from "@signalbox/contract/upkeep";
import { AppError } from "../../kernel/errors.ts";
import { listBackups } from "../../platform/backups/backup-folder.ts";
import type { Db } from "../../platform/database/database.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { JobDefinition } from "../../platform/jobs/define-job.ts";
import type { JobQueue } from "../../platform/jobs/job-queue.ts";
import type { Retained } from "../../platform/retention/retained.ts";
import type { Audit } from "../auth/index.ts";
import { backUp } from "./backups/backups.jobs.ts";
import { listFiles } from "./exports/event-file.ts";
import { exportEvents } from "./exports/exports.jobs.ts";
import { retention } from "./retention/retention.jobs.ts";

export interface UpkeepOptions {
  db: Db;
  audit: Audit;
  queue: JobQueue;
  retained: readonly Retained[];
  exportsFolder: string;
  backupsFolder: string;
}

const kinds = { retention, export: exportEvents, backup: backUp } as const satisfies Record<
  string,
  JobDefinition
>;

/** What keeps the server in order, when a person asks for it. */
export interface Upkeep {
  /** Enqueues one of these; no id where one waits or runs already. */
  start(kind: keyof typeof kinds, cause: Cause): Promise<{ jobId: string | null }>;
  expired(): Promise<Expired[]>;
  exports(): Promise<EventExport[]>;
  openExport(name: string): Promise<{ bytes: number; content: Readable }>;
  backups(): Promise<Backup[]>;
}

export const createUpkeep = (options: UpkeepOptions): Upkeep => {
  const { db, audit, queue, retained, exportsFolder, backupsFolder } = options;
  return {
    async start(kind, cause) {
      const definition = kinds[kind];
      const jobId = await db.transaction(async (tx) => {
        const id = await queue.enqueue(tx, definition, { payload: {}, cause });
        const subject = { kind: "job", id: id ?? definition.name };
        await audit.record(tx, {
          ...cause,
          action: "job.enqueued",
          subject,
          detail: { queue: definition.name },
        });
        return id;
      });
      return { jobId };
    },
    expired: () =>
      Promise.all(retained.map(async ({ name, rule, count }) => ({ name, rule, ...(await count()) }))),
    exports: () => listFiles(exportsFolder),
    async openExport(name) {
      const path = join(exportsFolder, name);
      const found = await stat(path).catch(() => undefined);
      if (found === undefined)
        throw new AppError(
          "not_found",
          "exports.not_found",
          `No export ${name} here: it lies with the node that made it, unless nodes share SIGNALBOX_FILES`,
        );
      return { bytes: found.size, content: createReadStream(path) };
    },
    async backups() {
      const backups = await listBackups(backupsFolder);
      return backups.map(({ rows, sha256: _, ...backup }) => ({
        ...backup,
        rows: rows === null ? null : Object.values(rows).reduce((sum, count) => sum + count, 0),
      }));
    },
  };
};
