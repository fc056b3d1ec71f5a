import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { JobState } from "./job-state.ts";
import { defineRoute } from "./route.ts";

const Watched = z.object({ queue: z.string() });

const jobEvent = <const T extends string, S extends z.ZodObject>(type: T, summary: string, data: S) =>
  defineEvent({ type, version: 1, producer: "jobs", consumers: ["web app"], summary, data });

export const jobProgressed = jobEvent(
  "job.progressed",
  "A watched job told how far it came; at most once a second",
  Watched.extend({ percent: z.number().int(), message: z.string() }),
);
export const jobCompleted = jobEvent("job.completed", "A watched job is done", Watched);
export const jobFailed = jobEvent(
  "job.failed",
  "A watched job failed at its last try; a person retries or discards it",
  Watched.extend({ attempts: z.number().int(), error: z.string() }),
);
export const jobCancelled = jobEvent("job.cancelled", "A watched job was cancelled", Watched);

export const jobEvents = [jobProgressed, jobCompleted, jobFailed, jobCancelled] as const;

/** A kind of job, with what it has to do. */
export const JobQueue = z
  .object({
    name: z.string(),
    summary: z.string(),
    counts: z.record(JobState, z.number().int()),
    /** Since when the job that is due longest waits. */
    waitingSince: Instant.nullable(),
  })
  .meta({ id: "JobQueue" });
export type JobQueue = z.infer<typeof JobQueue>;

export const Job = z
  .object({
    id: Id,
    queue: z.string(),
    state: JobState,
    key: z.string().nullable(),
    /** Tries begun so far. */
    attempts: z.number().int(),
    percent: z.number().int(),
    message: z.string(),
    /** Of the last failed try. */
    error: z.string().nullable(),
    cancelRequested: z.boolean(),
    createdAt: Instant,
    /** Not before then. */
    runAt: Instant,
    startedAt: Instant.nullable(),
    endedAt: Instant.nullable(),
  })
  .meta({ id: "Job" });
export type Job = z.infer<typeof Job>;

/** A job with everything that is known of it; secrets are taken out of what it carries. */
export const JobDetail = Job.extend({
  priority: z.number().int(),
  payload: z.unknown(),
  /** What its handler answered. */
  result: z.unknown(),
  checkpoint: z.unknown(),
  /** The node that works on it, or did last. */
  node: z.string().nullable(),
  actor: z.string(),
  correlationId: z.string(),
  /** The latest failed tries, oldest first. */
  failures: z.array(z.object({ attempt: z.number().int(), message: z.string(), at: Instant })),
}).meta({ id: "JobDetail" });
export type JobDetail = z.infer<typeof JobDetail>;

export const JobSchedule = z
  .object({
    queue: z.string(),
    summary: z.string(),
    /** Five or six fields of cron. */
    expression: z.string(),
    timeZone: z.string(),
    nextAt: Instant.nullable(),
    lastAt: Instant.nullable(),
    lastJobId: Id.nullable(),
    /** Null where that job is no longer kept. */
    lastState: JobState.nullable(),
  })
  .meta({ id: "JobSchedule" });
export type JobSchedule = z.infer<typeof JobSchedule>;

export const DeadLetter = z
  .object({
    id: Id,
    reaction: z.string(),
    position: z.string(),
    attempts: z.number().int(),
    error: z.string(),
    parkedAt: Instant,
  })
  .meta({ id: "DeadLetter" });
export type DeadLetter = z.infer<typeof DeadLetter>;

/** The job that does what was asked for; null where one of its kind waits or runs already. */
export const Enqueued = z.object({ jobId: Id.nullable() }).meta({ id: "Enqueued" });

const JobParam = z.object({ jobId: Id });
const LetterParam = z.object({ letterId: Id });

export const listJobQueues = defineRoute({
  method: "GET",
  path: "/api/job-queues",
  permission: "read",
  summary: "Kinds of jobs, with how many there are in each state",
  replies: { 200: z.object({ items: z.array(JobQueue), nextCursor: z.null() }) },
});

export const listJobs = defineRoute({
  method: "GET",
  path: "/api/jobs",
  permission: "read",
  summary: "Jobs, the newest first",
  query: PageQuery.extend({
    queue: z.string().max(100).optional(),
    state: JobState.optional(),
    search: z.string().max(200).optional().describe("An id, a key, or words of the payload or the error"),
  }),
  replies: { 200: pageOf(Job) },
  errors: ["request.cursor_invalid"],
});

export const getJob = defineRoute({
  method: "GET",
  path: "/api/jobs/:jobId",
  permission: "read",
  summary: "One job",
  params: JobParam,
  replies: { 200: JobDetail },
  errors: ["jobs.not_found"],
});

export const retryJob = defineRoute({
  method: "POST",
  path: "/api/jobs/:jobId/retry",
  permission: "operate",
  summary: "Try a failed or cancelled job once more, from its checkpoint",
  params: JobParam,
  replies: { 200: JobDetail },
  errors: ["jobs.not_found", "jobs.not_ended", "jobs.key_taken"],
});

export const cancelJob = defineRoute({
  method: "POST",
  path: "/api/jobs/:jobId/cancel",
  permission: "operate",
  summary: "Cancel a job; one that runs is told to end, on whichever node",
  params: JobParam,
  replies: { 200: JobDetail },
  errors: ["jobs.not_found", "jobs.ended"],
});

export const discardJob = defineRoute({
  method: "DELETE",
  path: "/api/jobs/:jobId",
  permission: "operate",
  summary: "Forget a job that failed or was cancelled",
  params: JobParam,
  replies: { 204: null },
  errors: ["jobs.not_found", "jobs.not_ended"],
});

export const listJobSchedules = defineRoute({
  method: "GET",
  path: "/api/job-schedules",
  permission: "read",
  summary: "What is enqueued by the clock",
  replies: { 200: z.object({ items: z.array(JobSchedule), nextCursor: z.null() }) },
});

export const runJobSchedule = defineRoute({
  method: "POST",
  path: "/api/job-schedules/:queue/run",
  permission: "operate",
  summary: "Enqueue now what else the clock would",
  params: z.object({ queue: z.string().max(100) }),
  replies: { 202: Enqueued },
  errors: ["jobs.schedule_not_found"],
});

export const listDeadLetters = defineRoute({
  method: "GET",
  path: "/api/dead-letters",
  permission: "read",
  summary: "Events that a reaction gave up on, the oldest first",
  query: PageQuery,
  replies: { 200: pageOf(DeadLetter) },
  errors: ["request.cursor_invalid"],
});

export const retryDeadLetter = defineRoute({
  method: "POST",
  path: "/api/dead-letters/:letterId/retry",
  permission: "operate",
  summary: "Have the reaction handle the event once more",
  params: LetterParam,
  replies: { 204: null },
  errors: [
    "events.dead_letter_not_found",
    "events.reaction_unknown",
    "events.event_expired",
    "events.reaction_failed",
  ],
});

export const discardDeadLetter = defineRoute({
  method: "DELETE",
  path: "/api/dead-letters/:letterId",
  permission: "operate",
  summary: "Give up on an event for good",
  params: LetterParam,
  replies: { 204: null },
  errors: ["events.dead_letter_not_found"],
});
