import { importRequest } from "@signalbox/contract/imports";
import { defineJob, handleJob, type Job } from "../../../platform/jobs/define-job.ts";
import type { ImportMeans } from "./import-file.ts";
import { type ImportRequest, importSessions } from "./import-sessions.ts";

export const importJob = defineJob({
  name: "agents.import",
  summary: "Imports sessions of the last days that were not heard, from their transcripts",
  payload: importRequest,
  timeLimitSeconds: 4 * 60 * 60,
  retry: { limit: 2, firstWaitSeconds: 30, longestWaitSeconds: 300 },
  byKey: "once",
  watched: true,
});

/** Transcripts lie where hooks are heard. */
export const importJobs = (
  means: ImportMeans,
  { hears, ...where }: Pick<ImportRequest, "cliFolders" | "cliStores"> & { hears: boolean },
): Job[] => [
  handleJob(importJob, async ({ payload, signal, progress }) =>
    hears ? await importSessions(means, { days: payload.days, ...where, signal, progress }) : {},
  ),
];
