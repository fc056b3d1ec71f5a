import { z } from "zod";
import { defineEvent } from "./event.ts";

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
