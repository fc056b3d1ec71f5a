import { type SqlBool, sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { ExecutionScope, Taken, TakenBy } from "../ports.ts";
import { inScope } from "./in-scope.ts";
import { ownCost, ownMs, ownTokens } from "./own-part.ts";

/** Of what began in a time. */
export interface BegunIn {
  scope: TakenBy;
  from: Date;
  until: Date;
}

/** What those took that began in a time, up to now. */
export const sumTaken = async (read: Queryable, { scope, ...span }: BegunIn, at: Date): Promise<Taken> => {
  const { rows } = await ("accountId" in scope
    ? takenWith(scope.accountId, span, at)
    : takenIn(scope, span, at)
  ).execute(read);
  const [sum] = rows;
  return {
    ...{ costMicros: Number(sum?.costMicros ?? 0), tokens: Number(sum?.tokens ?? 0) },
    ...{ executions: Number(sum?.executions ?? 0), minutes: Number(sum?.minutes ?? 0) },
  };
};

type Span = Pick<BegunIn, "from" | "until">;

const takenIn = (scope: ExecutionScope, { from, until }: Span, at: Date) => sql<Record<keyof Taken, string>>`
  select count(*) as executions,
    coalesce(sum(cost_micros), 0) as "costMicros",
    coalesce(sum(tokens_input + tokens_output + tokens_cache_read + tokens_cache_write), 0) as tokens,
    coalesce(floor(sum(greatest(0, extract(epoch from coalesce(ended_at, paused_at, waits_since, ${at}) - started_at)
      - paused_ms / 1000.0) / 60)), 0)
      as minutes
  from executions
  where started_at is not null and started_at >= ${from} and started_at < ${until} and ${inScope(scope)}`;

/** An attempt counts where it began, for the account that it ran with; one that was never started counts for none. */
const takenWith = (accountId: string, { from, until }: Span, at: Date) => sql<Record<keyof Taken, string>>`
  select count(distinct execution_id) as executions,
    coalesce(sum(cost), 0) as "costMicros",
    coalesce(sum(tokens), 0) as tokens,
    coalesce(floor(sum(ran_ms) / 60000.0), 0) as minutes
  from (
    select execution_id, cost_micros as cost, tokens, ran_ms
    from executions_attempts
    where account_id = ${accountId} and started_at >= ${from} and started_at < ${until}
      and ended_at > started_at
    union all
    select executions.id, ${ownCost}, ${ownTokens}, ${ownMs(at)}
    from executions_attempts attempt join executions on executions.id = attempt.execution_id
    where attempt.ended_at is null and attempt.account_id = ${accountId}
      and attempt.started_at >= ${from} and attempt.started_at < ${until}
  ) taken`;

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

/** When the first began that is kept, or was tried with an account. */
export async function firstOf(read: Queryable, scope: TakenBy): Promise<Date | null> {
  const first =
    "accountId" in scope
      ? sql<{ at: Date | null }>`
          select min(started_at) as at from executions_attempts where account_id = ${scope.accountId}`
      : sql<{ at: Date | null }>`
          select min(started_at) as at from executions where started_at is not null and ${inScope(scope)}`;
  const at = (await first.execute(read)).rows[0]?.at ?? null;
  return at === null ? null : new Date(at);
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

/** When those began that run, and their attempts. */
export async function runningSince(read: Queryable): Promise<Date[]> {
  const { rows } = await sql<{ at: Date }>`
    select started_at as at from executions where state in ('running', 'paused') and started_at is not null
    union
    select started_at from executions_attempts where ended_at is null`.execute(read);
  return rows.map(({ at }) => new Date(at));
}

/** All that began in a time and still run are to end, and why. Answers how many that are. */
export async function askToEnd(tx: Tx, { scope, from, until }: BegunIn, reason: string): Promise<number> {
  const asked = await tx
    .updateTable("executions")
    .set({ over_budget: reason })
    .where("state", "in", ["running", "paused"])
    .where("over_budget", "is", null)
    .where(
      "accountId" in scope ? runsWith(scope.accountId, { from, until }) : begunIn(scope, { from, until }),
    )
    .returning("id")
    .execute();
  return asked.length;
}

const begunIn = (scope: ExecutionScope, { from, until }: Span) =>
  sql<SqlBool>`(started_at >= ${from} and started_at < ${until} and ${inScope(scope)})`;

const runsWith = (accountId: string, { from, until }: Span) => sql<SqlBool>`exists (
  select from executions_attempts
  where execution_id = executions.id and ended_at is null and account_id = ${accountId}
    and executions_attempts.started_at >= ${from} and executions_attempts.started_at < ${until})`;
