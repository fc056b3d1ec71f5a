import { jobProgressed } from "@signalbox/contract/jobs";
import type { Logger } from "pino";
import { ZodError } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { AppError, messageOf } from "../../kernel/errors.ts";
import { redactText } from "../../kernel/redact.ts";
import type { Db } from "../database/database.ts";
import { type EventLog, newEvent } from "../events/events.ts";
import { noTracing, type Tracing, traced } from "../tracing/tracing.ts";
import type { Job, JobCause, RawContext } from "./define-job.ts";
import type { JobMetrics } from "./job-metrics.ts";
import { type Claim, giveBack, readCheckpoint, storeCheckpoint, storeProgress } from "./job-store.ts";
import type { Ended, Settler } from "./settle.ts";

/** Why a handler was told to end. */
export type Interruption = "cancelled" | "overdue" | "draining" | "lost";

export interface RunMeans {
  db: Db;
  events: EventLog;
  clock: Clock;
  log: Logger;
  settler: Settler;
  node: string;
  /** How long a handler may go on after it was told to end. */
  graceMs: number;
  tracing?: Tracing | undefined;
  measured: JobMetrics;
}

/** A claimed job with what does it. */
export interface Claimed {
  claim: Claim;
  job: Job;
  payload: unknown;
  cause: JobCause;
}

const errors = {
  interrupted: (why: Interruption) => new AppError("unavailable", `jobs.${why}`, `The job was ended: ${why}`),
  notOurs: () => new AppError("conflict", "jobs.lost", "The job is no longer this node's"),
};

/** One try of one job on this node. */
export class RunningJob {
  readonly claimed: Claimed;
  readonly #means: RunMeans;
  readonly #abort = new AbortController();
  readonly #forsaken = Promise.withResolvers<void>();
  readonly #log: Logger;
  #interruption: Interruption | undefined;
  #isSettled = false;
  #toldAt = 0;
  readonly #began = performance.now();
  /** Resolves when the try is settled; the handler may go on where it ignores its signal. */
  readonly settled: Promise<void>;
  /** Resolves when the handler has ended. */
  readonly ended: Promise<void>;

  constructor(means: RunMeans, claimed: Claimed) {
    this.#means = means;
    this.claimed = claimed;
    const { id, queue, retryCount } = claimed.claim;
    this.#log = means.log.child({
      job: id,
      queue,
      attempt: retryCount + 1,
      correlationId: claimed.cause.correlationId,
    });
    const handled = this.#trace(() => this.#handle());
    this.ended = handled.then(
      () => {},
      () => {},
    );
    this.settled = this.#settle(handled).catch((error: unknown) => {
      this.#log.error({ err: error }, "the end of a job was not stored; another try makes up for it");
    });
  }

  get claim(): Claim {
    return this.claimed.claim;
  }

  /** Tells the handler to end; what it does not end within the grace is settled without it. */
  interrupt(why: Interruption): void {
    if (this.#interruption !== undefined || this.#isSettled) return;
    this.#interruption = why;
    this.#abort.abort(errors.interrupted(why));
    const grace = setTimeout(this.#forsaken.resolve, this.#means.graceMs);
    void this.ended.then(() => clearTimeout(grace));
  }

  /** A try goes on with the trace of whoever enqueued the job; one by the clock begins its own. */
  #trace(work: () => Promise<unknown>): Promise<unknown> {
    const { tracing = noTracing } = this.#means;
    const { claim, cause } = this.claimed;
    const span = tracing.begin(`job ${claim.queue}`, {
      kind: "consumer",
      from: cause.traceparent,
      attributes: {
        "signalbox.job": claim.id,
        "signalbox.attempt": claim.retryCount + 1,
        "signalbox.correlation_id": cause.correlationId,
      },
    });
    return traced(tracing, span, work);
  }

  async #handle(): Promise<unknown> {
    const { claim, job, payload, cause } = this.claimed;
    const overdue = setTimeout(() => this.interrupt("overdue"), job.definition.timeLimitSeconds * 1_000);
    try {
      const checkpoint = claim.retryCount === 0 ? null : await readCheckpoint(this.#means.db.read, claim.id);
      return await job.run({
        id: claim.id,
        payload,
        checkpoint,
        attempt: claim.retryCount + 1,
        cause,
        signal: this.#abort.signal,
        log: this.#log,
        progress: (percent, message, stored) => this.#progress(percent, message, stored),
        checkpointIn: (tx, stored) => this.#checkpointIn(tx, stored),
      });
    } finally {
      clearTimeout(overdue);
    }
  }

  async #settle(handled: Promise<unknown>): Promise<void> {
    const forsaken = this.#forsaken.promise.then(() => ({ kind: "forsaken" }) as const);
    const outcome = await Promise.race([
      handled.then(
        (output) => ({ kind: "done", output }) as const,
        (error: unknown) => ({ kind: "failed", error }) as const,
      ),
      forsaken,
    ]);
    this.#isSettled = true;
    this.#measure(outcome.kind);
    const { settler } = this.#means;
    const ended = this.#ended();
    if (outcome.kind === "done") return settler.completed(ended, outcome.output);
    if (outcome.kind === "forsaken") this.#log.warn({ why: this.#interruption }, "a job ignores its signal");
    if (this.#interruption !== undefined) return this.#settleInterrupted(this.#interruption);
    const { error } = outcome.kind === "failed" ? outcome : { error: undefined };
    const isFinal = error instanceof ZodError || (error instanceof AppError && error.kind === "invalid");
    const over = await settler.failed(ended, { message: redactText(messageOf(error)), isFinal });
    if (over) this.#log.error({ err: error }, "a job failed for good");
    else this.#log.warn({ err: error }, "a try of a job failed");
  }

  #measure(kind: "done" | "failed" | "forsaken"): void {
    const seconds = (performance.now() - this.#began) / 1_000;
    const ended =
      this.#interruption === undefined || this.#interruption === "overdue" ? "failed" : "interrupted";
    this.#means.measured.ended(this.claim.queue, kind === "done" ? "completed" : ended, seconds);
  }

  async #settleInterrupted(why: Interruption): Promise<void> {
    const { db, settler } = this.#means;
    if (why === "lost") return;
    if (why === "draining") return giveBack(db, this.claim);
    if (why === "cancelled") return settler.cancelled(this.#ended());
    const limit = this.claimed.job.definition.timeLimitSeconds;
    const message = `Took longer than ${limit} s`;
    const over = await settler.failed(this.#ended(), { message, isFinal: false });
    if (over) this.#log.error({ err: errors.interrupted(why) }, "a job failed for good");
  }

  #ended(): Ended {
    const { claim, job, cause } = this.claimed;
    return { claim, definition: job.definition, cause };
  }

  readonly #progress: RawContext["progress"] = async (percent, message, checkpoint) => {
    const { db, clock, node } = this.#means;
    const at = clock.now();
    const isTold = at.getTime() - this.#toldAt >= 1_000;
    // Without a checkpoint nothing is lost where a later one overtakes it.
    if (!isTold && checkpoint === undefined) return;
    const progress = { percent: Math.max(0, Math.min(100, Math.round(percent))), message };
    const isOurs = await storeProgress(db, this.claim, { ...progress, checkpoint, node, at });
    if (!isOurs) throw errors.notOurs();
    if (!isTold) return;
    this.#toldAt = at.getTime();
    if (this.claimed.job.definition.watched) await this.#tellProgress(progress, at);
  };

  readonly #checkpointIn: RawContext["checkpointIn"] = async (tx, checkpoint) => {
    const { clock, node } = this.#means;
    const isOurs = await storeCheckpoint(tx, this.claim, { checkpoint, node, at: clock.now() });
    if (!isOurs) throw errors.notOurs();
  };

  async #tellProgress(progress: { percent: number; message: string }, at: Date): Promise<void> {
    const { events, db } = this.#means;
    const { actor, correlationId, causationId = null } = this.claimed.cause;
    const event = newEvent(
      jobProgressed,
      { at, actor, subject: { kind: "job", id: this.claim.id }, correlationId, causationId },
      { queue: this.claim.queue, ...progress },
    );
    const rows = await db.batch(events.statementsFor([event]));
    events.announce({ events: [event], rows: rows.flat() });
  }
}
