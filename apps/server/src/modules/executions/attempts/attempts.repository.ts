import {
  AttemptWhy,
  type ErrorClass,
  type ExecutionAttempt,
  type ExecutionState,
} from "@signalbox/contract/executions";
import { type RawBuilder, type Selectable, sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { ExecutionsAttempts } from "../../../platform/database/tables.ts";
import { ownCost, ownMs, ownTokens } from "../usage/own-part.ts";

export type AttemptRow = Selectable<ExecutionsAttempts>;

/** What an attempt is begun with. */
export interface BegunAttempt {
  number: number;
  link: number;
  backend: ExecutionAttempt["backend"];
  model: string | null;
  account: { id: string | null; name: string } | null;
  asks: ExecutionAttempt["asks"];
  why: AttemptWhy;
  at: Date;
}

/** How an attempt ended. */
export interface EndedAttempt {
  state: Exclude<ExecutionState, "queued" | "running" | "paused">;
  reason: string | null;
  errorClass: ErrorClass | null;
  at: Date;
  /** The model said something in it. */
  answered: boolean;
  /** What it said at its end, where that is asked for again. */
  result: string | null;
}

export async function insertAttempt(tx: Tx, executionId: string, attempt: BegunAttempt): Promise<void> {
  const { number, link, backend, model, account, asks, why, at } = attempt;
  const of = (column: string) =>
    sql<string>`(select ${sql.ref(column)} from executions where id = ${executionId})`;
  await tx
    .insertInto("executions_attempts")
    .values({
      ...{ execution_id: executionId, number, link, backend, model, asks, started_at: at },
      ...{ account_id: account?.id ?? null, account_name: account?.name ?? null },
      why: JSON.stringify(why),
      ...{ bot_id: of("bot_id"), project_id: of("project_id") },
      begun_at: sql<Date>`coalesce(${of("started_at")}::timestamptz, ${at})`,
      begun_on: sql<number>`floor(extract(epoch from coalesce(${of("started_at")}::timestamptz, ${at})) / 86400)`,
    })
    .execute();
}

/** The one that runs is over; undefined where none does. The clock of another host may be behind. */
export const endAttempt = (
  tx: Tx,
  { id, session_id, attempt }: { id: string; session_id: string | null; attempt: number },
  { state, reason, errorClass, at, answered, result }: EndedAttempt,
): Promise<AttemptRow | undefined> =>
  tx
    .updateTable("executions_attempts")
    .where("execution_id", "=", id)
    .where("number", "=", attempt)
    .where("ended_at", "is", null)
    .set({
      ...{ state, reason, error_class: errorClass, session_id, answered, result },
      ended_at: sql<Date>`greatest(${at}::timestamptz, executions_attempts.started_at)`,
      ...taken(id, at),
    })
    .returningAll()
    .executeTakeFirst();

/** What it took: nothing else of its execution is written meanwhile. */
const taken = (executionId: string, at: Date) => {
  const of = <T>(part: RawBuilder<T>) => sql<T>`(select ${part} from executions where id = ${executionId})`;
  return { cost_micros: of(ownCost), tokens: of(ownTokens), ran_ms: of(ownMs(at)) };
};

/** One after the other. */
export const listAttempts = (read: Queryable, executionId: string): Promise<AttemptRow[]> =>
  read
    .selectFrom("executions_attempts")
    .where("execution_id", "=", executionId)
    .selectAll()
    .orderBy("number")
    .execute();

/** `sessionId`: that of the execution, which is the one of the attempt that runs. */
export const presentAttempt = (row: AttemptRow, sessionId: string | null): ExecutionAttempt => ({
  ...{ number: row.number, link: row.link, backend: row.backend, model: row.model, asks: row.asks },
  why: row.why === null ? null : AttemptWhy.parse(row.why),
  account: row.account_name === null ? null : { id: row.account_id, name: row.account_name },
  startedAt: row.started_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  ...{ state: row.state, reason: row.reason, errorClass: row.error_class },
  sessionId: row.ended_at === null ? sessionId : row.session_id,
});
