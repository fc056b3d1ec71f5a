import { type ExecutionOutcome, type Outcome, OutcomeKind } from "@signalbox/contract/outcomes";
import { type Selectable, sql } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { Outcomes } from "../../platform/database/tables.ts";

export type OutcomeRow = Selectable<Outcomes>;

export interface NewOutcome {
  executionId: string;
  position: number;
  botId: string;
  correlationId: string;
  /** Where it has to be done; null where any host will do. */
  hostId: string | null;
  content: Outcome;
  /** Why it is not to be done; null where it is. */
  skipped: string | null;
  at: Date;
}

export async function insertOutcomes(tx: Tx, outcomes: readonly NewOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = outcomes.map(
    ({ executionId, position, botId, correlationId, hostId, content, skipped, at }) => ({
      correlation_id: correlationId,
      ...{ execution_id: executionId, position, bot_id: botId, host_id: hostId, kind: content.kind },
      ...{ content: JSON.stringify(content), created_at: at, reason: skipped },
      ...(skipped === null
        ? { state: "pending" as const, next_at: at }
        : { state: "skipped" as const, settled_at: at }),
    }),
  );
  await tx.insertInto("outcomes").values(rows).execute();
}

export const findOutcomes = (read: Queryable, executionId: string): Promise<OutcomeRow[]> =>
  read
    .selectFrom("outcomes")
    .where("execution_id", "=", executionId)
    .orderBy("position")
    .selectAll()
    .execute();

export const findOutcome = (
  read: Queryable,
  { executionId, position }: { executionId: string; position: number },
): Promise<OutcomeRow | undefined> =>
  read
    .selectFrom("outcomes")
    .where("execution_id", "=", executionId)
    .where("position", "=", position)
    .selectAll()
    .executeTakeFirst();

/** Nodes take outcomes one after the other, so that none of them takes what another is about to take. */
const claimLock = 7_373_008;

/**
 * Takes the first that is due. Of one execution, and of the same kind of one bot, one at a time: they look for what is
 * there before they make it. What is made of a folder waits for what is written there before.
 */
export async function claimDue(
  tx: Tx,
  { hostId, at, until }: { hostId: string; at: Date; until: Date },
): Promise<OutcomeRow | undefined> {
  await sql`select pg_advisory_xact_lock(${claimLock})`.execute(tx);
  const { rows } = await sql<OutcomeRow>`
    update outcomes set attempts = attempts + 1, claimed_until = ${until}
    where (execution_id, position) = (
      select due.execution_id, due.position from outcomes due
      where due.state = 'pending' and due.next_at <= ${at}
        and (due.claimed_until is null or due.claimed_until <= ${at})
        and (due.host_id is null or due.host_id = ${hostId})
        and not exists (
          select from outcomes busy where busy.state = 'pending' and busy.claimed_until > ${at}
            and (busy.execution_id = due.execution_id or (busy.bot_id = due.bot_id and busy.kind = due.kind))
        )
        and (due.kind not in ('branch', 'pull_request') or not exists (
          select from outcomes before where before.execution_id = due.execution_id
            and before.position < due.position and before.state = 'pending'
            and before.kind in ('file', 'branch', 'pull_request')
        ))
      order by due.next_at, due.execution_id, due.position limit 1
    ) returning *`.execute(tx);
  return rows[0];
}

/** What an outcome made. */
export interface Made {
  url?: string | null;
  number?: number | null;
  sha?: string | null;
  /** What is to be said of it. */
  note?: string | null;
}

export interface Settlement extends Made {
  state: "done" | "failed" | "skipped";
  at: Date;
}

/** Undefined where somebody else has taken it since. */
const claimed = (tx: Tx, { execution_id, position, claimed_until }: OutcomeRow) =>
  tx
    .updateTable("outcomes")
    .where("execution_id", "=", execution_id)
    .where("position", "=", position)
    .where("claimed_until", "=", claimed_until)
    .where("state", "=", "pending");

/** It is still worked at. */
export const moveClaim = (tx: Tx, row: OutcomeRow, until: Date): Promise<OutcomeRow | undefined> =>
  claimed(tx, row).set({ claimed_until: until }).returningAll().executeTakeFirst();

export const moveToSettled = (
  tx: Tx,
  row: OutcomeRow,
  { state, at, url = null, number = null, sha = null, note = null }: Settlement,
): Promise<OutcomeRow | undefined> =>
  claimed(tx, row)
    .set({
      ...{ state, reason: note, made_url: url, made_number: number, made_sha: sha },
      ...{ next_at: null, claimed_until: null, settled_at: at },
    })
    .returningAll()
    .executeTakeFirst();

export const putOff = (
  tx: Tx,
  row: OutcomeRow,
  { reason, at, attempts }: { reason: string; at: Date; attempts: number },
): Promise<OutcomeRow | undefined> =>
  claimed(tx, row)
    .set({ reason, next_at: at, claimed_until: null, attempts })
    .returningAll()
    .executeTakeFirst();

/** Undefined where it has not failed. */
export const moveBackToPending = (
  tx: Tx,
  { executionId, position }: { executionId: string; position: number },
  at: Date,
): Promise<OutcomeRow | undefined> =>
  tx
    .updateTable("outcomes")
    .set({ state: "pending", attempts: 0, reason: null, next_at: at, settled_at: null })
    .where("execution_id", "=", executionId)
    .where("position", "=", position)
    .where("state", "=", "failed")
    .returningAll()
    .executeTakeFirst();

/** Which execution it started, in the transaction that did. */
export async function storeStarted(
  tx: Tx,
  { execution_id, position }: OutcomeRow,
  startedId: string,
): Promise<void> {
  await tx
    .updateTable("outcomes")
    .set({ made_execution_id: startedId })
    .where("execution_id", "=", execution_id)
    .where("position", "=", position)
    .execute();
}

/** The outcome that started an execution. */
export const findStarter = (
  read: Queryable,
  executionId: string,
): Promise<Pick<OutcomeRow, "execution_id" | "bot_id"> | undefined> =>
  read
    .selectFrom("outcomes")
    .where("made_execution_id", "=", executionId)
    .select(["execution_id", "bot_id"])
    .executeTakeFirst();

export const presentOutcome = (row: OutcomeRow): ExecutionOutcome => ({
  ...{ position: row.position, kind: OutcomeKind.parse(row.kind), state: row.state },
  ...{ attempts: row.attempts, reason: row.reason },
  made: {
    url: row.made_url,
    number: row.made_number === null ? null : Number(row.made_number),
    sha: row.made_sha,
    executionId: row.made_execution_id,
  },
  nextAt: row.next_at?.toISOString() ?? null,
  settledAt: row.settled_at?.toISOString() ?? null,
});
