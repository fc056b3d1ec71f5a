import { sql } from "kysely";
import type { Queryable } from "../database/database.ts";
import { type Metrics, noMetrics, type Sample } from "../metrics/metrics.ts";

export type TryOutcome = "completed" | "failed" | "interrupted";

/** What this node tells of the tries it makes. */
export interface JobMetrics {
  ended(queue: string, outcome: TryOutcome, seconds: number): void;
}

/** Counting reads all jobs that are kept: not at each scrape of each node. */
const freshMs = 10_000;

export const measureJobs = (metrics: Metrics = noMetrics, read: Queryable): JobMetrics => {
  const seconds = metrics.histogram({
    name: "signalbox_job_seconds",
    help: "Tries of jobs on this node, by how they ended",
    labels: ["queue", "outcome"],
    buckets: [0.01, 0.1, 1, 10, 60, 600],
  });
  metrics.gauge(
    {
      name: "signalbox_jobs",
      help: "Jobs that are not done, by their queue and state; failed ones wait for somebody",
      labels: ["queue", "state"],
    },
    remembered(() => countJobs(read)),
  );
  return { ended: (queue, outcome, value) => seconds.observe({ queue, outcome }, value) };
};

const countJobs = async (read: Queryable): Promise<Sample<"queue" | "state">[]> => {
  const { rows } = await sql<{ queue: string; state: string; count: string }>`
    select name as queue, state, count(*) as count from pgboss.job
    where state in ('created', 'retry', 'active', 'failed') group by name, state
  `.execute(read);
  return rows.map(({ queue, state, count }) => ({ labels: { queue, state }, value: Number(count) }));
};

const remembered = <T>(look: () => Promise<T>): (() => Promise<T>) => {
  let known: { value: Promise<T>; at: number } | undefined;
  return () => {
    const now = performance.now();
    if (known === undefined || now - known.at >= freshMs) {
      const value = look();
      known = { value, at: now };
      // What failed is looked up again.
      value.catch(() => {
        known = undefined;
      });
    }
    return known.value;
  };
};
