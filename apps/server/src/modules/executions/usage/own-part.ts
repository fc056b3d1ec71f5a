import { sql } from "kysely";

/** What the attempt that runs took of what its execution did; null where no more money is known of. */
export const ownCost = sql<string | null>`case
  when executions.cost_micros is null or executions.usage_before ->> 'costMicros' is null then executions.cost_micros
  else greatest(0, executions.cost_micros - (executions.usage_before ->> 'costMicros')::bigint) end`;

const before = (of: string) => sql`coalesce((executions.usage_before ->> ${sql.lit(of)})::bigint, 0)`;

export const ownTokens = sql<string>`greatest(0, executions.tokens_input + executions.tokens_output
  + executions.tokens_cache_read + executions.tokens_cache_write
  - ${before("input")} - ${before("output")} - ${before("cacheRead")} - ${before("cacheWrite")})`;

/** All the time that its execution ran, up to its end or to now, but for what the attempts before it had of that. */
export const ownMs = (at: Date) => sql<string>`greatest(0, floor(
  extract(epoch from coalesce(executions.ended_at, executions.paused_at, executions.waits_since, ${at}::timestamptz) - executions.started_at)
    * 1000)::bigint - executions.paused_ms
  - coalesce((select sum(ran_ms) from executions_attempts had
      where had.execution_id = executions.id and had.ended_at is not null), 0)::bigint)`;
