import { sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { ExecutionScope, Taken } from "../ports.ts";
import { inScope } from "./in-scope.ts";

/** Of executions that began in a time. */
export interface BegunIn {
  scope: ExecutionScope;
  from: Date;
  until: Date;
}

/** What those took that began in a time, up to now. */
export async function sumTaken(read: Queryable, { scope, from, until }: BegunIn, at: Date): Promise<Taken> {
  const { rows } = await sql<Record<keyof Taken, string>>`
    select count(*) as executions,
      coalesce(sum(cost_micros), 0) as "costMicros",
      coalesce(sum(tokens_input + tokens_output + tokens_cache_read + tokens_cache_write), 0) as tokens,
      coalesce(floor(sum(greatest(0, extract(epoch from coalesce(ended_at, paused_at, waits_since, ${at}) - started_at)
        - paused_ms / 1000.0) / 60)), 0)
        as minutes
    from executions
    where started_at is not null and started_at >= ${from} and started_at < ${until} and ${inScope(scope)}
  `.execute(read);
  const [sum] = rows;
  return {
    ...{ costMicros: Number(sum?.costMicros ?? 0), tokens: Number(sum?.tokens ?? 0) },
    ...{ executions: Number(sum?.executions ?? 0), minutes: Number(sum?.minutes ?? 0) },
  };
}

/** What an execution mostly took: half of them took less. */
export interface Usual {
  executions: number;
  costMicros: number | null;
  tokens: number;
  minutes: number;
}

const mostLooked = 20;

/** Of the last executions of a bot that came to an end by themselves; null where there are none. */
export async function usualOf(read: Queryable, botId: string): Promise<Usual | null> {
  const { rows } = await sql<Record<keyof Usual, string | null>>`
    select count(*) as executions,
      percentile_cont(0.5) within group (order by cost_micros) as "costMicros",
      percentile_cont(0.5) within group
        (order by tokens_input + tokens_output + tokens_cache_read + tokens_cache_write) as tokens,
      percentile_cont(0.5) within group
        (order by greatest(0, extract(epoch from ended_at - started_at) - paused_ms / 1000.0) / 60) as minutes
    from (
      select * from executions
      where bot_id = ${botId} and state in ('succeeded', 'failed', 'timed_out') and started_at is not null
      order by id desc limit ${mostLooked}
    ) last
  `.execute(read);
  const [row] = rows;
  const executions = Number(row?.executions ?? 0);
  if (row === undefined || executions === 0) return null;
  return {
    ...{
      executions,
      tokens: Math.round(Number(row.tokens)),
      minutes: Math.round(Number(row.minutes) * 10) / 10,
    },
    costMicros: row.costMicros === null ? null : Math.round(Number(row.costMicros)),
  };
}

/** How many wait, but for one. */
export async function countWaiting(read: Queryable, scope: ExecutionScope, but: string): Promise<number> {
  const { count } = await read
    .selectFrom("executions")
    .where("state", "=", "queued")
    // What waits for another attempt is counted among those that began.
    .where("started_at", "is", null)
    .where("id", "<>", but)
    .where(inScope(scope))
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** When those began that run. */
export async function runningSince(read: Queryable): Promise<Date[]> {
  const rows = await read
    .selectFrom("executions")
    .where("state", "in", ["running", "paused"])
    .select("started_at")
    .execute();
  return rows.flatMap(({ started_at }) => started_at ?? []);
}

/** All that began in a time and still run are to end, and why. Answers how many that are. */
export async function askToEnd(tx: Tx, { scope, from, until }: BegunIn, reason: string): Promise<number> {
  const asked = await tx
    .updateTable("executions")
    .set({ over_budget: reason })
    .where("state", "in", ["running", "paused"])
    .where("over_budget", "is", null)
    .where("started_at", ">=", from)
    .where("started_at", "<", until)
    .where(inScope(scope))
    .returning("id")
    .execute();
  return asked.length;
}
