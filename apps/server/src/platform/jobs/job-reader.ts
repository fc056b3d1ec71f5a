import type { JobState } from "@signalbox/contract/job-state";
import type { Job, JobDetail, JobQueue } from "@signalbox/contract/jobs";
import { sql } from "kysely";
import { isObject, objectAt, textAt } from "../../kernel/json.ts";
import { redactText, redactValue } from "../../kernel/redact.ts";
import type { Queryable } from "../database/database.ts";
import type { JobDefinition } from "./define-job.ts";

/** What narrows a list of jobs; what is missing narrows nothing. */
export interface JobFilter {
  queue?: string | undefined;
  state?: JobState | undefined;
  search?: string | undefined;
}

interface JobRow {
  id: string;
  name: string;
  state: keyof typeof stateWords;
  singleton_key: string | null;
  retry_count: number;
  started_on: Date | null;
  completed_on: Date | null;
  created_on: Date;
  start_after: Date;
  priority: number;
  data: unknown;
  output: unknown;
  percent: number | null;
  message: string | null;
  checkpoint: unknown;
  node: string | null;
  cancel_requested_at: Date | null;
  failures: { attempt: number; message: string; at: string }[] | null;
}

/** Our words for those of the queue. */
export const stateWords = {
  created: "waiting",
  retry: "retrying",
  active: "running",
  completed: "completed",
  failed: "failed",
  cancelled: "cancelled",
} as const satisfies Record<string, JobState>;

const states = Object.entries(stateWords);
const stateOf = (word: JobState) => states.find(([, ours]) => ours === word)?.[0];

const columns = sql`
  j.id, j.name, j.state::text as state, j.singleton_key, j.retry_count, j.started_on, j.completed_on, j.created_on,
  j.start_after, j.priority, j.data, j.output,
  r.percent, r.message, r.checkpoint, r.node, r.cancel_requested_at, r.failures`;

/** How many jobs each queue has in each state. */
export const countJobs = async (
  db: Queryable,
  definitions: readonly JobDefinition[],
): Promise<JobQueue[]> => {
  const { rows } = await sql<{ name: string; state: JobRow["state"]; count: number; since: Date | null }>`
    select name, state::text as state, count(*)::int as count,
      min(start_after) filter (where state < 'active' and start_after <= now()) as since
    from pgboss.job where name = any(${definitions.map(({ name }) => name)}::text[]) group by name, state
  `.execute(db);
  return definitions.map(({ name, summary }) => {
    const own = rows.filter((row) => row.name === name);
    const countOf = (word: JobState) => own.find((row) => stateWords[row.state] === word)?.count ?? 0;
    const since = own.flatMap((row) => (row.since === null ? [] : [row.since.getTime()]));
    return {
      name,
      summary,
      counts: {
        waiting: countOf("waiting"),
        retrying: countOf("retrying"),
        running: countOf("running"),
        completed: countOf("completed"),
        failed: countOf("failed"),
        cancelled: countOf("cancelled"),
      },
      waitingSince: since.length === 0 ? null : new Date(Math.min(...since)).toISOString(),
    };
  });
};

/** Jobs, the newest first, after the one with the id `after`. Each queue is read by its key, as ids sort by time. */
export const listJobs = async (
  db: Queryable,
  filter: JobFilter & { queues: readonly string[] },
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Job[]> => {
  const queues = filter.queue === undefined ? filter.queues : [filter.queue];
  const conditions = [
    sql`j.name = q.name`,
    ...(after === undefined ? [] : [sql`j.id < ${after}::uuid`]),
    ...(filter.state === undefined ? [] : [sql`j.state = ${stateOf(filter.state)}::pgboss.job_state`]),
    ...(filter.search === undefined ? [] : [searchFor(filter.search)]),
  ];
  const { rows } = await sql<JobRow>`
    select ${columns} from unnest(${[...queues]}::text[]) as q(name)
    cross join lateral (
      select j.* from pgboss.job j where ${sql.join(conditions, sql` and `)} order by j.id desc limit ${limit}
    ) j
    left join jobs_runs r on r.job_id = j.id
    order by j.id desc limit ${limit}
  `.execute(db);
  return rows.map(jobOf);
};

/** Its own characters are no patterns. */
const searchFor = (text: string) => {
  const words = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`(j.id::text = lower(${text}) or j.singleton_key ilike ${words} or j.data->>'payload' ilike ${words}
    or j.output::text ilike ${words})`;
};

/** One job; undefined where it is not kept. */
export const readJob = async (
  db: Queryable,
  queues: readonly string[],
  id: string,
): Promise<JobDetail | undefined> => {
  const { rows } = await sql<JobRow>`
    select ${columns} from pgboss.job j left join jobs_runs r on r.job_id = j.id
    where j.name = any(${[...queues]}::text[]) and j.id = ${id}::uuid
  `.execute(db);
  return rows.map(detailOf)[0];
};

const jobOf = (row: JobRow): Job => ({
  id: row.id,
  queue: row.name,
  state: stateWords[row.state],
  key: row.singleton_key,
  attempts: row.started_on === null ? 0 : row.retry_count + 1,
  percent: row.state === "completed" ? 100 : (row.percent ?? 0),
  message: row.message ?? "",
  error: row.state === "failed" || row.state === "retry" ? errorOf(row.output) : null,
  cancelRequested: row.cancel_requested_at !== null && row.state === "active",
  createdAt: row.created_on.toISOString(),
  runAt: row.start_after.toISOString(),
  startedAt: row.started_on?.toISOString() ?? null,
  endedAt: row.completed_on?.toISOString() ?? null,
});

const errorOf = (output: unknown): string | null => {
  const message = isObject(output) ? textAt(output, "message") : null;
  return message === null ? null : redactText(message);
};

const detailOf = (row: JobRow): JobDetail => {
  const data = isObject(row.data) ? row.data : {};
  const cause = objectAt(data, "cause");
  return {
    ...jobOf(row),
    priority: row.priority,
    payload: redactValue(data.payload ?? null),
    result: row.state === "completed" && isObject(row.output) ? redactValue(row.output.result ?? null) : null,
    checkpoint: redactValue(row.checkpoint),
    node: row.node,
    actor: textAt(cause, "actor") ?? "system",
    correlationId: textAt(cause, "correlationId") ?? row.id,
    failures: row.failures ?? [],
  };
};
