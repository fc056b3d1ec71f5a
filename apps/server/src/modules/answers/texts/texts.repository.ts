import type { Text } from "@signalbox/contract/texts";
import { type Selectable, sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { AnswersTexts } from "../../../platform/database/tables.ts";

export type TextRow = Selectable<AnswersTexts>;

export const presentText = (row: TextRow): Text => ({
  id: row.id,
  agentId: row.agent_id,
  text: row.text,
  interrupt: row.interrupt,
  state: row.state,
  place: row.place,
  problem: row.problem,
  by: row.actor_name,
  at: row.at.toISOString(),
  settledAt: row.settled_at?.toISOString() ?? null,
});

export interface NewText {
  id: string;
  agentId: string;
  key: string;
  text: string;
  interrupt: boolean;
  by: { actor: string; name: string };
  at: Date;
}

/** At the end of the queue, or before all of it where it interrupts. Undefined where the key has named one before. */
export const insertText = (tx: Tx, { id, agentId, key, text, interrupt, by, at }: NewText) =>
  tx
    .insertInto("answers_texts")
    .values({
      ...{ id, agent_id: agentId, idempotency_key: key, text, interrupt, state: "queued", at },
      ...{ actor: by.actor, actor_name: by.name },
      place: interrupt
        ? sql<number>`(select coalesce(min(place), 1) - 1 from answers_texts where agent_id = ${agentId}::uuid and state = 'queued')`
        : sql<number>`(select coalesce(max(place), 0) + 1 from answers_texts where agent_id = ${agentId}::uuid and state = 'queued')`,
    })
    .onConflict((conflict) => conflict.columns(["agent_id", "idempotency_key"]).doNothing())
    .returningAll()
    .executeTakeFirst();

export const findTextByKey = (read: Queryable, agentId: string, key: string) =>
  read
    .selectFrom("answers_texts")
    .where("agent_id", "=", agentId)
    .where("idempotency_key", "=", key)
    .selectAll()
    .executeTakeFirst();

export const findText = (read: Queryable, id: string) =>
  read.selectFrom("answers_texts").where("id", "=", id).selectAll().executeTakeFirst();

/** An agent's texts, the latest first. */
export async function findTexts(
  read: Queryable,
  agentId: string,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<Text[]> {
  let query = read
    .selectFrom("answers_texts")
    .where("agent_id", "=", agentId)
    .orderBy("id", "desc")
    .limit(limit)
    .selectAll();
  if (before !== undefined) query = query.where("id", "<", before);
  return (await query.execute()).map(presentText);
}

/** What an agent has not got, or nobody knows of, in the order it is sent; more than the longest queue never are. */
export const findWaitingTexts = (read: Queryable, agentId: string) =>
  read
    .selectFrom("answers_texts")
    .where("agent_id", "=", agentId)
    .where("state", "in", ["queued", "sending", "unknown"])
    .orderBy("place")
    .orderBy("id")
    .limit(100)
    .selectAll()
    .execute();

export const lastSentAt = async (read: Queryable, agentId: string): Promise<Date | null> => {
  const row = await read
    .selectFrom("answers_texts")
    .where("agent_id", "=", agentId)
    .where("state", "=", "sent")
    .orderBy("id", "desc")
    .limit(50)
    .select("settled_at")
    .execute();
  const times = row.flatMap(({ settled_at }) => settled_at ?? []);
  return times.reduce<Date | null>((latest, at) => (latest === null || at > latest ? at : latest), null);
};

export const toldAtOnce = 200;

/** Agents that something is queued for, by their ids, behind one of them. */
export const findAgentsToTell = async (read: Queryable, after: string | null): Promise<string[]> => {
  const rows = await read
    .selectFrom("answers_texts")
    .where("state", "=", "queued")
    .$if(after !== null, (query) => query.where("agent_id", ">", after))
    .select("agent_id")
    .distinct()
    .orderBy("agent_id")
    .limit(toldAtOnce)
    .execute();
  return rows.map(({ agent_id }) => agent_id);
};

type Change = Partial<
  Pick<TextRow, "text" | "place" | "interrupt" | "problem" | "state" | "settled_at" | "sending_at">
>;

/** Only from one of these states; undefined where it has left them. */
export const moveText = (
  tx: Tx,
  id: string,
  { from, to }: { from: readonly TextRow["state"][]; to: Change },
) =>
  tx
    .updateTable("answers_texts")
    .set(to)
    .where("id", "=", id)
    .where("state", "in", [...from])
    .returningAll()
    .executeTakeFirst();

/** Those that were taken to be sent before, and whose end nobody saw. */
export const findStranded = (read: Queryable, before: Date) =>
  read
    .selectFrom("answers_texts")
    .where("state", "=", "sending")
    .where("sending_at", "<", before)
    .limit(200)
    .selectAll()
    .execute();
