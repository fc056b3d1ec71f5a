import type { Logger } from "pino";
import type { z } from "zod";
import type { Tx } from "../database/database.ts";

/** A kind of job, without the code that does it: whoever enqueues needs no more. */
export interface JobDefinition<P extends z.ZodType = z.ZodType, C extends z.ZodType = z.ZodType> {
  /** `module.what_it_does`; its queue has the same name. */
  name: string;
  summary: string;
  payload: P;
  /** What a handler stores to go on from; jobs without one begin anew. */
  checkpoint?: C;
  /** Tries after the first; the wait before each doubles. */
  retry?: { limit: number; firstWaitSeconds: number; longestWaitSeconds: number };
  /** For one try. */
  timeLimitSeconds: number;
  /** How many of them one node works on at once. */
  perNode?: number;
  /**
   * Between jobs of one key, on all nodes: `one_at_a_time` lets others wait, `once` refuses a second one while the
   * first waits or is worked on. Jobs without a key count as of one.
   */
  byKey?: "one_at_a_time" | "once";
  /** When it is enqueued by the clock. A schedule that came due while no node ran is caught up once. */
  cron?: { expression: string; timeZone?: string; payload: z.input<P> };
  /** Whether people watch it: its progress and end become events. */
  watched?: boolean;
}

/** Declares a kind of job; keeps the types of its payload and checkpoint for enqueuers and the handler. */
export const defineJob = <P extends z.ZodType, C extends z.ZodType = z.ZodNever>(
  definition: JobDefinition<P, C>,
): JobDefinition<P, C> => definition;

/** Who or what a job is done for. */
export interface JobCause {
  actor: string;
  correlationId: string;
  causationId?: string | null;
  /** Where its trace goes on from; the queue knows it where it is not told. */
  traceparent?: string | undefined;
}

/** What a handler is given. */
export interface JobContext<P, C> {
  id: string;
  payload: P;
  /** What an earlier try stored; null at the first one. */
  checkpoint: C | null;
  /** 1 for the first try; a try that was interrupted counts too. */
  attempt: number;
  cause: JobCause;
  /** Aborts when the job is cancelled, its time is over, or the node stops. */
  signal: AbortSignal;
  log: Logger;
  /** Tells how far it came, and stores where another try would go on. Fails once the job is no longer ours. */
  progress(percent: number, message: string, checkpoint?: C): Promise<void>;
  /** Stores where another try would go on, in the transaction of what was done up to there. */
  checkpointIn(tx: Tx, checkpoint: C): Promise<void>;
}

/** A context before its payload and checkpoint were checked. */
export type RawContext = JobContext<unknown, unknown>;

/** A kind of job with the code that does it. */
export interface Job {
  definition: JobDefinition;
  /** Throws a `ZodError` where the payload is not the definition's. */
  run(context: RawContext): Promise<unknown>;
}

/** Ties the handler to its definition. What it answers is kept with the job, as JSON. */
export const handleJob = <P extends z.ZodType, C extends z.ZodType>(
  definition: JobDefinition<P, C>,
  handle: (context: JobContext<z.output<P>, z.output<C>>) => Promise<unknown>,
): Job => ({
  definition,
  run: async (context) => {
    const payload = definition.payload.parse(context.payload);
    const stored = definition.checkpoint?.safeParse(context.checkpoint);
    return handle({ ...context, payload, checkpoint: stored?.success ? stored.data : null });
  },
});
