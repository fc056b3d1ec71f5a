import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Service } from "../../kernel/module.ts";
import { once } from "../../kernel/once.ts";
import type { OpenDatabase } from "../database/database.ts";
import type { EventLog } from "../events/events.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Tracing } from "../tracing/tracing.ts";
import { openBoss } from "./boss.ts";
import type { Job } from "./define-job.ts";
import { measureJobs } from "./job-metrics.ts";
import type { OpenQueue } from "./job-queue.ts";
import { dueQueues, heartbeat, lookAt, lostAfterSeconds, takeFromLost } from "./job-store.ts";
import { QueueWorker } from "./queue-worker.ts";
import { createSchedules, type Schedules } from "./schedules.ts";
import { createSettler } from "./settle.ts";

export interface JobWorkerOptions {
  db: OpenDatabase;
  events: EventLog;
  clock: Clock;
  log: Logger;
  queue: OpenQueue;
  jobs: readonly Job[];
  /** Whether this node works on jobs; one that does not enqueues, lists and cancels. */
  works: boolean;
  /** Whether no other process works on this database: what is active at the start was interrupted. */
  alone: boolean;
  node?: string;
  limits?: Partial<JobLimits>;
  metrics?: Metrics;
  tracing?: Tracing;
}

export interface JobLimits {
  /** How often a node looks for due jobs, cancelled ones and schedules. */
  tickMs: number;
  /** How often it says that it is there, and looks for nodes that are not. */
  heartbeatMs: number;
  lostAfterSeconds: number;
  /** How long a handler may go on after it was told to end. */
  graceMs: number;
}

const drainWithinMs = 8_000;

const defaultLimits: JobLimits = { tickMs: 1_000, heartbeatMs: 4_000, lostAfterSeconds, graceMs: 5_000 };

/** Opens the queue, and works on its jobs between start and stop. Start it after the event log. */
export const createJobWorker = (options: JobWorkerOptions): Service => {
  const { db, jobs, queue, log, works, alone } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const names = jobs.map(({ definition }) => definition.name);
  if (new Set(names).size < names.length) throw new Error("Two jobs have the same name");
  const measured = measureJobs(options.metrics, db.read);
  const stopping = new AbortController();
  let ticking: Promise<void> = Promise.resolve();
  let workers = new Map<string, QueueWorker>();

  return {
    name: "jobs",
    async start() {
      const definitions = jobs.map(({ definition }) => definition);
      const boss = await openBoss(db, definitions, log);
      queue.opened(boss);
      if (!works) return;
      const { events, clock, tracing, node = newId() } = options;
      const settler = createSettler({ db, events, clock, boss });
      const means = { db, events, clock, log, settler, node, tracing, measured, graceMs: limits.graceMs };
      workers = new Map(jobs.map((job) => [job.definition.name, new QueueWorker(job, boss, means)]));
      if (alone) await takeFromLost(db, names, 0);
      const schedules = createSchedules({ db, clock, boss, queue, jobs });
      await schedules.open();
      queue.onWake((name) => workers.get(name)?.wake());
      ticking = keepTicking({ ...options, limits, node, names, workers, schedules, signal: stopping.signal });
    },
    stop: once(async () => {
      stopping.abort();
      const drained = Promise.all([...workers.values()].map((worker) => worker.drain()));
      // A database that answers no more must not keep the process: whoever comes next takes what is left for lost.
      await Promise.race([Promise.all([ticking, drained]), delay(drainWithinMs, undefined, { ref: false })]);
      await queue.boss().close();
      queue.closed();
    }),
  };
};

interface Ticking extends Pick<JobWorkerOptions, "db" | "clock" | "log"> {
  limits: JobLimits;
  node: string;
  names: readonly string[];
  workers: ReadonlyMap<string, QueueWorker>;
  schedules: Schedules;
  signal: AbortSignal;
}

async function keepTicking(means: Ticking): Promise<void> {
  const { limits, log, signal } = means;
  let beatAt = 0;
  while (!signal.aborted) {
    const beats = performance.now() - beatAt >= limits.heartbeatMs;
    if (beats) beatAt = performance.now();
    await tick(means, beats).catch((error: unknown) => {
      log.warn({ err: error }, "jobs were not looked at; trying again");
    });
    await delay(limits.tickMs, undefined, { signal }).catch(() => {});
  }
}

async function tick({ db, clock, log, limits, node, names, workers, schedules }: Ticking, beats: boolean) {
  const running = [...workers.values()].flatMap((worker) => [...worker.running]);
  const claims = running.map(({ claim }) => claim);
  if (running.length > 0) {
    if (beats) await heartbeat(db, { claims, node, at: clock.now() });
    const { lost, cancelled } = await lookAt(db.read, claims);
    for (const job of running) {
      if (lost.includes(job.claim.id)) job.interrupt("lost");
      if (cancelled.includes(job.claim.id)) job.interrupt("cancelled");
    }
  }
  if (beats) {
    const taken = await takeFromLost(db, names, limits.lostAfterSeconds);
    if (taken.length > 0) log.warn({ jobs: taken }, "jobs of a node that is gone go on");
  }
  await schedules.tick();
  for (const name of await dueQueues(db.read, names)) workers.get(name)?.wake();
}
