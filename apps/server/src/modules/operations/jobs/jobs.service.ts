import type { Page } from "@signalbox/contract/common";
import type { Job, JobDetail, JobQueue, JobSchedule } from "@signalbox/contract/jobs";
import { jobCancelled } from "@signalbox/contract/jobs";
import { z } from "zod";
import type { Clock } from "../../../kernel/clock.ts";
import { AppError } from "../../../kernel/errors.ts";
import { afterCommit, type Db, type Tx } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Cause } from "../../../platform/http/http.ts";
import { cancelJob, discardJob, type JobTarget, retryJob } from "../../../platform/jobs/job-control.ts";
import type { OpenQueue } from "../../../platform/jobs/job-queue.ts";
import { countJobs, type JobFilter, listJobs, readJob } from "../../../platform/jobs/job-reader.ts";
import { listSchedules } from "../../../platform/jobs/schedule-reader.ts";
import type { Audit } from "../../auth/index.ts";

export interface JobsServiceOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  audit: Audit;
  queue: OpenQueue;
}

interface Paging {
  limit: number;
  cursor?: string | undefined;
}

/** What people see of jobs, and do to them. Every act is audited. */
export interface JobsService {
  queues(): Promise<JobQueue[]>;
  list(filter: JobFilter & Paging): Promise<Page<Job>>;
  get(id: string): Promise<JobDetail>;
  retry(id: string, cause: Cause): Promise<JobDetail>;
  cancel(id: string, cause: Cause): Promise<JobDetail>;
  discard(id: string, cause: Cause): Promise<void>;
  schedules(): Promise<JobSchedule[]>;
  runSchedule(queue: string, cause: Cause): Promise<{ jobId: string | null }>;
}

const errors = {
  notFound: (id: string) => new AppError("not_found", "jobs.not_found", `No job ${id}`),
  noSchedule: (queue: string) =>
    new AppError("not_found", "jobs.schedule_not_found", `Nothing named ${queue} runs by the clock`),
};

const jobCursor = keysetCursor("jobs", z.uuid());

export const createJobsService = (options: JobsServiceOptions): JobsService => {
  const { db, clock, audit, queue } = options;
  const definitions = () => queue.boss().definitions;
  const names = () => definitions().map(({ name }) => name);

  const get = async (id: string): Promise<JobDetail> => {
    const job = await readJob(db.read, names(), id);
    if (job === undefined) throw errors.notFound(id);
    return job;
  };

  /** Does something to a job, with its entry in the audit; answers the job as it was before. */
  const act = async (
    id: string,
    cause: Cause,
    done: string,
    work: (tx: Tx, job: JobDetail) => Promise<void>,
  ) => {
    const job = await get(id);
    await db.transaction(async (tx) => {
      await work(tx, job);
      const subject = { kind: "job", id };
      await audit.record(tx, { ...cause, action: done, subject, detail: { queue: job.queue } });
    });
    return job;
  };

  return {
    queues: () => countJobs(db.read, definitions()),
    async list({ limit, cursor, ...filter }) {
      const after = jobCursor.decode(cursor);
      const rows = await listJobs(db.read, { ...filter, queues: names() }, { after, limit: limit + 1 });
      return pageOfRows(rows, limit, ({ id }) => jobCursor.encode(id));
    },
    get,
    async retry(id, cause) {
      await act(id, cause, "job.retried", async (tx, job) => {
        await retryJob(tx, job);
        afterCommit(tx, () => queue.wake({ name: job.queue }));
      });
      return get(id);
    },
    async cancel(id, cause) {
      await act(id, cause, "job.cancelled", async (tx, job) => {
        const how = await cancelJob(tx, job, { actor: cause.actor, at: clock.now() });
        if (how === "cancelled") tellCancelled(options, tx, { job, cause });
      });
      return get(id);
    },
    async discard(id, cause) {
      await act(id, cause, "job.discarded", (tx, job) => discardJob(tx, job));
    },
    schedules: () => listSchedules(db.read, queue.boss(), clock.now()),
    async runSchedule(name, cause) {
      const definition = definitions().find((each) => each.name === name);
      if (definition?.cron === undefined) throw errors.noSchedule(name);
      const { payload } = definition.cron;
      const jobId = await db.transaction(async (tx) => {
        const id = await queue.enqueue(tx, definition, { payload, cause });
        const subject = { kind: "job", id: id ?? name };
        await audit.record(tx, { ...cause, action: "job.enqueued", subject, detail: { queue: name } });
        return id;
      });
      return { jobId };
    },
  };
};

/** One that runs is told by its node, once it has ended. */
function tellCancelled(
  { events, clock, queue }: JobsServiceOptions,
  tx: Tx,
  { job, cause }: { job: JobTarget & { correlationId: string }; cause: Cause },
): void {
  const definition = queue.boss().definitions.find(({ name }) => name === job.queue);
  if (!definition?.watched) return;
  const { correlationId } = job;
  const context = {
    at: clock.now(),
    actor: cause.actor,
    subject: { kind: "job", id: job.id },
    correlationId,
  };
  events.append(tx, newEvent(jobCancelled, context, { queue: job.queue }));
}
