import { sql } from "kysely";
import { AppError } from "../../kernel/errors.ts";
import type { Tx } from "../database/database.ts";

/** A job that somebody acts on. */
export interface JobTarget {
  queue: string;
  id: string;
}

const errors = {
  ended: () => new AppError("conflict", "jobs.ended", "The job has ended already"),
  notEnded: () => new AppError("conflict", "jobs.not_ended", "The job did not fail, and was not cancelled"),
  keyTaken: (cause: unknown) =>
    new AppError("conflict", "jobs.key_taken", "Another job of its kind waits or runs", { cause }),
};

/**
 * Cancels a job that waits, or asks the node that works on it to; answers which. The node settles it, so that nothing
 * of its key begins while it still works.
 */
export const cancelJob = async (
  tx: Tx,
  { queue, id }: JobTarget,
  { actor, at }: { actor: string; at: Date },
): Promise<"cancelled" | "requested"> => {
  const waiting = await sql`
    update pgboss.job set state = 'cancelled', completed_on = now()
    where name = ${queue} and id = ${id}::uuid and state < 'active' returning id
  `.execute(tx);
  if (waiting.rows.length > 0) return "cancelled";
  const running = await sql`
    insert into jobs_runs (job_id, cancel_requested_at, cancel_actor, updated_at)
    select id, ${at}, ${actor}, ${at} from pgboss.job
    where name = ${queue} and id = ${id}::uuid and state = 'active'
    on conflict (job_id) do update set cancel_requested_at = excluded.cancel_requested_at,
      cancel_actor = excluded.cancel_actor, updated_at = excluded.updated_at
    returning job_id
  `.execute(tx);
  if (running.rows.length === 0) throw errors.ended();
  return "requested";
};

/** Has a job that failed or was cancelled tried once more, from its checkpoint. */
export const retryJob = async (tx: Tx, { queue, id }: JobTarget): Promise<void> => {
  const retried = await sql`
    update pgboss.job
    set state = 'retry', retry_limit = greatest(retry_limit, retry_count + 1), start_after = now(), completed_on = null
    where name = ${queue} and id = ${id}::uuid and state in ('failed', 'cancelled') returning id
  `
    .execute(tx)
    .catch((error: unknown) => {
      throw isTaken(error) ? errors.keyTaken(error) : error;
    });
  if (retried.rows.length === 0) throw errors.notEnded();
  await sql`
    update jobs_runs set cancel_requested_at = null, cancel_actor = null where job_id = ${id}::uuid
  `.execute(tx);
};

/** Forgets a job that failed or was cancelled. */
export const discardJob = async (tx: Tx, { queue, id }: JobTarget): Promise<void> => {
  const gone = await sql`
    delete from pgboss.job
    where name = ${queue} and id = ${id}::uuid and state in ('failed', 'cancelled') returning id
  `.execute(tx);
  if (gone.rows.length === 0) throw errors.notEnded();
  await sql`delete from jobs_runs where job_id = ${id}::uuid`.execute(tx);
};

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "23505";
