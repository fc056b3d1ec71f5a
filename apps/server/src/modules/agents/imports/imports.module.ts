import * as contract from "@signalbox/contract/imports";
import type { Logger } from "pino";
import { newId } from "../../../kernel/ids.ts";
import type { Service } from "../../../kernel/module.ts";
import type { EventLog } from "../../../platform/events/events.ts";
import { causeOf, type MountedRoute, reply, serve } from "../../../platform/http/http.ts";
import type { Job } from "../../../platform/jobs/define-job.ts";
import type { JobQueue } from "../../../platform/jobs/job-queue.ts";
import type { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import type { Audit } from "../../auth/index.ts";
import { Places, type PlacesOptions } from "../intake/places.ts";
import type { ImportMeans } from "./import-file.ts";
import type { ImportRequest } from "./import-sessions.ts";
import { importJob, importJobs } from "./imports.jobs.ts";

/** Whoever just started has other things to do. */
const afterStartMs = 15_000;
/** What is being written is left for the next time. */
const againEveryMs = 60 * 60_000;
const lowPriority = -10;

export interface ImportsOptions
  extends Pick<ImportMeans, "db" | "hostId" | "now">,
    Pick<ImportRequest, "cliFolders" | "cliStores"> {
  log: Logger;
  queue: JobQueue;
  audit: Audit;
  placeOf: PlacesOptions["placeOf"];
  /** What an answer costs whose CLI does not say so. */
  costOf?: ImportMeans["costOf"];
  events: Pick<EventLog, "append">;
  /** Whether the CLIs of the machine that this node runs on are watched. */
  reads: boolean;
  storeReader: SqliteReader;
  /** How many days of sessions are imported after a start; 0 for none. */
  days: number;
}

export interface Imports {
  jobs: Job[];
  routes: MountedRoute[];
  service: Service;
}

/** The sessions that nobody heard, from what their CLIs wrote down. */
export function createImports(options: ImportsOptions): Imports {
  const { db, hostId, now, log, queue, audit, events, reads, placeOf, days } = options;
  const { cliFolders, cliStores } = options;
  const nowhere = () => ({ hostId: hostId(), projectId: null, branch: null });
  const means = {
    db,
    hostId,
    now,
    places: new Places({ placeOf, nowhere, log }),
    ...(options.costOf === undefined ? {} : { costOf: options.costOf }),
    stores: options.storeReader,
  };
  let waiting: NodeJS.Timeout | undefined;
  let again: NodeJS.Timeout | undefined;
  const enqueue = (days: number) => {
    const request = {
      ...{ payload: { days }, priority: lowPriority },
      cause: { actor: "system", correlationId: newId() },
    };
    db.transaction((tx) => queue.enqueue(tx, importJob, request)).catch((error: unknown) => {
      log.warn({ err: error }, "the import of earlier sessions could not be enqueued");
    });
  };
  return {
    jobs: importJobs(means, { cliFolders, cliStores, events, reads }),
    routes: [
      serve(contract.startImport, async (context) => {
        const cause = causeOf(context);
        const jobId = await db.transaction(async (tx) => {
          const id = await queue.enqueue(tx, importJob, { payload: context.body, cause });
          const subject = { kind: "job", id: id ?? importJob.name };
          const detail = { queue: importJob.name, ...context.body };
          await audit.record(tx, { ...cause, action: "job.enqueued", subject, detail });
          return id;
        });
        return reply(202, { jobId });
      }),
    ],
    service: {
      name: "imports",
      start: async () => {
        if (!reads || days === 0) return;
        waiting = setTimeout(() => enqueue(days), afterStartMs).unref();
        again = setInterval(() => enqueue(1), againEveryMs).unref();
      },
      stop: async () => {
        clearTimeout(waiting);
        clearInterval(again);
        await means.stores.stop();
      },
    },
  };
}
