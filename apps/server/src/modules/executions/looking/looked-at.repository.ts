import { sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";

/** As its index has it. */
export const needsLook = sql<boolean>`looked_at is null
  and (outcome_failed or state in ('failed', 'timed_out', 'interrupted'))`;

const mostCounted = 1_000;

export async function countNeedingLook(read: Queryable): Promise<number> {
  const some = read.selectFrom("executions").where(needsLook).select("id").limit(mostCounted).as("some");
  const counted = read.selectFrom(some).select((eb) => eb.fn.countAll<string>().as("count"));
  return Number((await counted.executeTakeFirstOrThrow()).count);
}

/** Answers which of them needed it. */
export async function storeLookedAt(tx: Tx, ids: readonly string[], at: Date): Promise<string[]> {
  const rows = await tx
    .updateTable("executions")
    .where("id", "in", ids)
    .where(needsLook)
    .set({ looked_at: sql<Date>`greatest(${at}::timestamptz, ended_at)` })
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** All that it was to leave behind is there by now. */
export async function storeOutcomesDone(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("executions")
    .where("id", "=", id)
    .where("outcome_failed", "=", true)
    .set({ outcome_failed: false })
    .execute();
}

/** Something that it was to leave behind could not be: it needs a look, also where somebody looked before. */
export async function storeOutcomeFailed(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("executions")
    .where("id", "=", id)
    .set({ outcome_failed: true, looked_at: null })
    .execute();
}
