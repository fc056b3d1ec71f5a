import { sql } from "kysely";
import type { Db, Queryable, Tx } from "../database/database.ts";

/** One try of a job that this node holds. A later try has a higher number, and ours can change nothing then. */
export interface Claim {
  id: string;
  queue: string;
  retryCount: number;
}

/** A node that was not heard of for this long is taken for gone, and its jobs for interrupted. */
export const lostAfterSeconds = 15;
/** A job that was interrupted more often than this may be what fells its nodes: it fails. */
const interruptionLimit = 20;

const held = (alias: string) =>
  `${alias}.state = 'active' and ${alias}.name = $1 and ${alias}.id = $2::uuid and ${alias}.retry_count = $3`;

/** Which queues have work that is due. */
export const dueQueues = async (db: Queryable, queues: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select q.name from unnest(${[...queues]}::text[]) as q(name) where exists (
      select from pgboss.job j where j.name = q.name and j.state < 'active' and not j.blocked and j.start_after <= now()
    )
  `.execute(db);
  return rows.map(({ name }) => name);
};

/** Which of these claims are no longer held, and which are to be cancelled. */
export const lookAt = async (
  db: Queryable,
  claims: readonly Claim[],
): Promise<{ lost: string[]; cancelled: string[] }> => {
  const { rows } = await sql<{ id: string; held: boolean; cancel: boolean }>`
    select c.id, j.id is not null as held, r.cancel_requested_at is not null as cancel
    from unnest(
      ${claims.map(({ queue }) => queue)}::text[], ${claims.map(({ id }) => id)}::uuid[],
      ${claims.map(({ retryCount }) => retryCount)}::int[]
    ) as c(name, id, retry_count)
    left join pgboss.job j
      on j.name = c.name and j.id = c.id and j.state = 'active' and j.retry_count = c.retry_count
    left join jobs_runs r on r.job_id = c.id
  `.execute(db);
  return {
    lost: rows.filter((row) => !row.held).map(({ id }) => id),
    cancelled: rows.filter((row) => row.held && row.cancel).map(({ id }) => id),
  };
};

/** Says that this node still works on its claims, and which node it is. */
export const heartbeat = async (
  db: Db,
  { claims, node, at }: { claims: readonly Claim[]; node: string; at: Date },
): Promise<void> => {
  await db.write({
    name: "jobs_heartbeat",
    text: `
      with beating as (
        update pgboss.job j set heartbeat_on = now()
        from unnest($1::text[], $2::uuid[], $3::int[]) as c(name, id, retry_count)
        where j.name = c.name and j.id = c.id and j.state = 'active' and j.retry_count = c.retry_count
        returning j.id
      )
      insert into jobs_runs (job_id, node, updated_at) select id, $4, $5 from beating
      on conflict (job_id) do update set node = excluded.node, updated_at = excluded.updated_at`,
    values: [
      claims.map(({ queue }) => queue),
      claims.map(({ id }) => id),
      claims.map(({ retryCount }) => retryCount),
      node,
      at,
    ],
  });
};

/**
 * An interrupted try goes on as another one, at once, and is made up for by one more allowed: it uses up none. That
 * its number changes keeps whoever held it before from changing anything.
 */
const givenBack = `state = 'retry', retry_limit = retry_limit + 1, start_after = now(), heartbeat_on = null`;

/** Gives a claim back to whoever comes. */
export const giveBack = async (db: Db, { queue, id, retryCount }: Claim): Promise<void> => {
  await db.write({
    name: "jobs_give_back",
    text: `update pgboss.job j set ${givenBack} where ${held("j")}`,
    values: [queue, id, retryCount],
  });
};

const isLost = `j.state = 'active' and j.name = any($1::text[])
  and j.heartbeat_on <= now() - $2::float8 * interval '1 second'`;
const isToEnd = "select from jobs_runs r where r.job_id = j.id and r.cancel_requested_at is not null";

/**
 * Takes the jobs from nodes that were not heard of for so long; answers the ids of those that go on. What was to be
 * cancelled is, and what was interrupted too often fails.
 */
export const takeFromLost = async (
  db: Db,
  queues: readonly string[],
  seconds: number = lostAfterSeconds,
): Promise<string[]> => {
  const values = [[...queues], seconds];
  const [, , rows = []] = await db.batch([
    {
      name: "jobs_cancel_lost",
      text: `update pgboss.job j set state = 'cancelled', completed_on = now() where ${isLost} and exists (${isToEnd})`,
      values,
    },
    {
      name: "jobs_fail_lost",
      text: `
        update pgboss.job j set state = 'failed', completed_on = now(),
          output = '{"message": "It was interrupted too often: its nodes went away while they worked on it"}'
        where ${isLost}
          and j.retry_limit >= ${interruptionLimit} + (select q.retry_limit from pgboss.queue q where q.name = j.name)`,
      values,
    },
    {
      name: "jobs_take_from_lost",
      text: `update pgboss.job j set ${givenBack} where ${isLost} returning j.id`,
      values,
    },
  ]);
  return rows.map(({ id }) => String(id));
};

export interface Progress {
  percent: number;
  message: string;
  /** Undefined leaves what is stored. */
  checkpoint: unknown;
}

const progressText = `
  insert into jobs_runs (job_id, percent, message, checkpoint, node, updated_at)
  select j.id, $4, $5, $6::jsonb, $7, $8 from pgboss.job j where ${held("j")}
  on conflict (job_id) do update set percent = excluded.percent, message = excluded.message,
    checkpoint = coalesce(excluded.checkpoint, jobs_runs.checkpoint), node = excluded.node,
    updated_at = excluded.updated_at
  returning job_id`;

/** Stores how far a job came; false where it is no longer ours. */
export const storeProgress = async (
  db: Db,
  claim: Claim,
  { percent, message, checkpoint, node, at }: Progress & { node: string; at: Date },
): Promise<boolean> => {
  const stored = checkpoint === undefined ? null : JSON.stringify(checkpoint);
  const { queue, id, retryCount } = claim;
  const rows = await db.write({
    name: "jobs_progress",
    text: progressText,
    values: [queue, id, retryCount, percent, message, stored, node, at],
  });
  return rows.length > 0;
};

/** Stores a checkpoint in a transaction, which holds the claim to its end; false where it is no longer ours. */
export const storeCheckpoint = async (
  tx: Tx,
  { queue, id, retryCount }: Claim,
  { checkpoint, node, at }: { checkpoint: unknown; node: string; at: Date },
): Promise<boolean> => {
  const { rows } = await sql`
    insert into jobs_runs (job_id, checkpoint, node, updated_at)
    select h.id, ${JSON.stringify(checkpoint)}::jsonb, ${node}, ${at} from (
      select j.id from pgboss.job j
      where j.name = ${queue} and j.id = ${id}::uuid and j.retry_count = ${retryCount} and j.state = 'active' for share
    ) h
    on conflict (job_id) do update
      set checkpoint = excluded.checkpoint, node = excluded.node, updated_at = excluded.updated_at
    returning job_id
  `.execute(tx);
  return rows.length > 0;
};

/** What an earlier try stored. */
export const readCheckpoint = async (db: Queryable, jobId: string): Promise<unknown> => {
  const { rows } = await sql<{ checkpoint: unknown }>`
    select checkpoint from jobs_runs where job_id = ${jobId}::uuid
  `.execute(db);
  return rows[0]?.checkpoint ?? null;
};

/** Keeps the latest failures of a job. */
export const noteFailure = async (
  tx: Tx,
  jobId: string,
  failure: { attempt: number; message: string; at: Date },
): Promise<void> => {
  const { at } = failure;
  await sql`
    insert into jobs_runs (job_id, failures, updated_at) values (${jobId}, ${JSON.stringify([failure])}::jsonb, ${at})
    on conflict (job_id) do update set updated_at = excluded.updated_at, failures =
      (case when jsonb_array_length(jobs_runs.failures) >= 10 then jobs_runs.failures - 0 else jobs_runs.failures end)
      || excluded.failures
  `.execute(tx);
};
