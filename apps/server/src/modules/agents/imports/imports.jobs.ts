import { agentsImported, importRequest } from "@signalbox/contract/imports";
import type { EventLog } from "../../../platform/events/events.ts";
import { newEvent } from "../../../platform/events/events.ts";
import { defineJob, handleJob, type Job } from "../../../platform/jobs/define-job.ts";
import type { ImportMeans } from "./import-file.ts";
import { type ImportRequest, type ImportResult, importSessions } from "./import-sessions.ts";

export const importJob = defineJob({
  name: "agents.import",
  summary: "Imports sessions of the last days that were not heard, from their transcripts",
  payload: importRequest,
  timeLimitSeconds: 4 * 60 * 60,
  retry: { limit: 2, firstWaitSeconds: 30, longestWaitSeconds: 300 },
  byKey: "once",
  watched: true,
});

/** Pages are told no more often than this: whoever looks reads lists anew each time. */
const toldEveryMs = 2_000;

interface ImportJobOptions extends Pick<ImportRequest, "cliFolders" | "cliStores"> {
  events: Pick<EventLog, "append">;
  /** Whether CLIs run where this node does: the node that takes the job reads what lies on its own machine. */
  reads: boolean;
}

export const importJobs = (
  means: ImportMeans,
  { cliFolders, cliStores, events, reads }: ImportJobOptions,
): Job[] => [
  handleJob(importJob, async ({ id, payload, signal, progress, cause }) => {
    if (!reads) return {};
    const tell = (so: Pick<ImportResult, "imported" | "signals">) =>
      means.db.transaction(async (tx) => {
        const subject = { kind: "job", id };
        const context = { at: means.now(), actor: "system", subject, correlationId: cause.correlationId };
        events.append(tx, newEvent(agentsImported, context, { sessions: so.imported, signals: so.signals }));
      });
    let toldAt = Number.NEGATIVE_INFINITY;
    const tookIn = async (so: Pick<ImportResult, "imported" | "signals">) => {
      if (performance.now() - toldAt < toldEveryMs) return;
      await tell(so);
      toldAt = performance.now();
    };
    const request = { days: payload.days, cliFolders, cliStores, signal, progress, tookIn };
    const result = await importSessions(means, request);
    if (result.imported > 0) await tell(result);
    return result;
  }),
];
