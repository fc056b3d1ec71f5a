import type { Firing, FiringOutcome, TriggerKind } from "@signalbox/contract/triggers";
import type { Selectable } from "kysely";
import { storableText } from "../../../kernel/json.ts";
import type { Queryable, Statement, Tx } from "../../../platform/database/database.ts";
import type { TriggersFirings } from "../../../platform/database/tables.ts";

export type FiringRow = Selectable<TriggersFirings>;

export const presentFiring = (row: FiringRow, names: ReadonlyMap<string, string>): Firing => ({
  ...{ id: row.id, triggerId: row.trigger_id, kind: row.kind },
  bot: { id: row.bot_id, name: names.get(row.bot_id) ?? "" },
  ...{ at: row.at.toISOString(), outcome: row.outcome, reason: row.reason },
  ...{ executionId: row.execution_id, deliveryId: row.delivery_id },
});

export interface NewFiring {
  id: string;
  triggerId: string;
  botId: string;
  kind: TriggerKind;
  at: Date;
  outcome: FiringOutcome;
  reason: string;
  executionId: string | null;
  deliveryId: string | null;
}

const rowOf = (one: NewFiring): FiringRow => ({
  ...{ id: one.id, trigger_id: one.triggerId, bot_id: one.botId, kind: one.kind },
  ...{ at: one.at, outcome: one.outcome, reason: storableText(one.reason, 1_000) },
  ...{ execution_id: one.executionId, delivery_id: one.deliveryId },
});

export async function insertFirings(tx: Tx, firings: readonly NewFiring[]): Promise<void> {
  if (firings.length === 0) return;
  await tx
    .insertInto("triggers_firings")
    .values(firings.map(rowOf))
    .onConflict((conflict) => conflict.columns(["delivery_id", "trigger_id"]).doNothing())
    .execute();
}

/** The same as a statement of a batch. */
export function firingStatement(firing: NewFiring): Statement {
  const row = rowOf(firing);
  return {
    name: "triggers_firings_insert",
    text: `insert into triggers_firings
      (id, trigger_id, bot_id, kind, at, outcome, reason, execution_id, delivery_id)
      select $1, triggers.id, $3, $4, $5, $6, $7, $8, $9 from triggers where triggers.id = $2`,
    values: [
      ...[row.id, row.trigger_id, row.bot_id, row.kind, row.at],
      ...[row.outcome, row.reason, row.execution_id, row.delivery_id],
    ],
  };
}

const all = (read: Queryable) => read.selectFrom("triggers_firings").selectAll();

/** Those of a delivery, in the order of their triggers. */
export const findFiringsOf = (
  read: Queryable,
  { deliveryId }: { deliveryId: string },
): Promise<FiringRow[]> => all(read).where("delivery_id", "=", deliveryId).orderBy("trigger_id").execute();

/** Those of a trigger, the newest first. */
export function findFirings(
  read: Queryable,
  { triggerId, before, limit }: { triggerId: string; before: string | undefined; limit: number },
): Promise<FiringRow[]> {
  let query = all(read).where("trigger_id", "=", triggerId);
  if (before !== undefined) query = query.where("id", "<", before);
  return query.orderBy("id", "desc").limit(limit).execute();
}

/** How often this became of a trigger since. */
export async function countFirings(
  read: Queryable,
  triggerId: string,
  outcome: FiringOutcome,
  since: Date,
): Promise<number> {
  const { count } = await read
    .selectFrom("triggers_firings")
    .where("trigger_id", "=", triggerId)
    .where("outcome", "=", outcome)
    .where("at", ">=", since)
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}
