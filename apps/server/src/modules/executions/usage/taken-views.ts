import { BotBackend } from "@signalbox/contract/chain";
import type { QueryOf, ReplyOf } from "@signalbox/contract/route";
import type { getTaken, TakenGrouping } from "@signalbox/contract/usage";
import { sql } from "kysely";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db, Queryable } from "../../../platform/database/database.ts";
import { executionErrors } from "../executions.errors.ts";
import { type Cell, groupTaken } from "./group-taken.ts";
import { ownCost, ownMs, ownTokens } from "./own-part.ts";

const dayMs = 86_400_000;
const mostDays = 400;
const usualDays = 30;

interface Range {
  from: Date;
  /** Before this one. */
  until: Date;
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** @throws AppError `usage.range_invalid` */
export function rangeOf({ from, until }: Pick<QueryOf<typeof getTaken>, "from" | "until">, now: Date): Range {
  const last = new Date(`${until ?? dayOf(now)}T00:00:00Z`);
  const first =
    from === undefined ? new Date(last.getTime() - (usualDays - 1) * dayMs) : new Date(`${from}T00:00:00Z`);
  const days = (last.getTime() - first.getTime()) / dayMs + 1;
  if (!(days >= 1 && days <= mostDays)) throw executionErrors.rangeInvalid(mostDays);
  return { from: first, until: new Date(last.getTime() + dayMs) };
}

const keys = {
  bot: sql`bot_id`,
  project: sql`project_id`,
  model: sql`model`,
  account: sql`account_id`,
};

type Told = Record<Exclude<keyof Cell, "name">, string | null>;

/** What each account was called last. */
async function namesOf(read: Queryable, rows: readonly Told[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ key }) => key ?? []))];
  const { rows: found } = await sql<{ id: string; name: string | null }>`
    select id, (select account_name from executions_attempts where account_id = id order by started_at desc limit 1) as name
    from unnest(${ids}::uuid[]) id`.execute(read);
  return new Map(found.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}

/**
 * What attempts took, on the day on which their execution began: of those that are over as it was written down, of those
 * that run as it is now. An execution that never came to an attempt took its time all the same.
 */
async function cellsOf(
  read: Queryable,
  { from, until }: Range,
  { by, at }: { by: TakenGrouping; at: Date },
): Promise<Cell[]> {
  const { rows } = await sql<Told>`
    select (date '1970-01-01' + begun_on)::text as day, ${keys[by]}::text as key, ${by === "model" ? sql`backend` : sql`null`} as backend,
      count(*) filter (where number <= 1) as executions, count(*) filter (where number > 0) as attempts,
      sum(tokens) as tokens, coalesce(sum(cost_micros), 0) as "costMicros", sum(ran_ms) as ms
    from (
      select begun_on, bot_id, project_id, backend, model, account_id, number, tokens, cost_micros, ran_ms
      from executions_attempts
      where ended_at is not null and begun_at >= ${from} and begun_at < ${until}
      union all
      select attempt.begun_on, attempt.bot_id, attempt.project_id, attempt.backend, attempt.model, attempt.account_id,
        attempt.number, ${ownTokens}, ${ownCost}, ${ownMs(at)}
      from executions_attempts attempt join executions on executions.id = attempt.execution_id
      where attempt.ended_at is null and attempt.begun_at >= ${from} and attempt.begun_at < ${until}
      union all
      select floor(extract(epoch from started_at) / 86400)::integer, bot_id, project_id, backend, model, null, 0, 0, 0, ${ownMs(at)}
      from executions
      where attempt = 0 and started_at >= ${from} and started_at < ${until}
        and not exists (select from executions_attempts where execution_id = executions.id)
    ) taken
    group by begun_on, ${keys[by]} ${by === "model" ? sql`, backend` : sql``}
    order by 1, 2`.execute(read);
  const names = by === "account" ? await namesOf(read, rows) : new Map<string, string>();
  return rows.map((row) => cellOf(row, names));
}

const cellOf = (told: Told, names: ReadonlyMap<string, string>): Cell => ({
  ...{ day: told.day ?? "", key: told.key, name: names.get(told.key ?? "") ?? null },
  backend: told.backend === null ? null : BotBackend.parse(told.backend),
  ...{ executions: Number(told.executions), attempts: Number(told.attempts) },
  ...{ tokens: Number(told.tokens), costMicros: Number(told.costMicros), ms: Number(told.ms) },
});

/** What executions took that began in some days. */
export const takenViews =
  ({ db, clock }: { db: Db; clock: Clock }) =>
  async (query: QueryOf<typeof getTaken>): Promise<ReplyOf<typeof getTaken>> => {
    const at = clock.now();
    const range = rangeOf(query, at);
    const cells = await cellsOf(db.read, range, { by: query.by, at });
    const last = new Date(range.until.getTime() - dayMs);
    return { from: dayOf(range.from), until: dayOf(last), ...groupTaken(cells, query.by) };
  };
