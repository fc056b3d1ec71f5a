import type { AnswerGrant } from "@signalbox/contract/grants";
import type { Selectable } from "kysely";
import type { Db, Queryable, Tx } from "../../../platform/database/database.ts";
import type { AuthAnswerGrants } from "../../../platform/database/tables.ts";

export type GrantRow = Selectable<AuthAnswerGrants>;

const table = "auth_answer_grants";

/** What was not given or refused in its time has expired, and so has what was given. */
export const presentGrant = (row: GrantRow, now: Date): AnswerGrant => ({
  id: row.id,
  name: row.name,
  code: row.code,
  state: (row.state === "asked" || row.state === "given") && row.expires_at <= now ? "expired" : row.state,
  askedAt: row.asked_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  by: row.settled_by,
});

export const insertGrant = (tx: Tx, grant: Omit<GrantRow, "state" | "key_id" | "settled_by">) =>
  tx
    .insertInto(table)
    .values({ ...grant, state: "asked", key_id: null, settled_by: null })
    .returningAll()
    .executeTakeFirstOrThrow();

export const findGrant = (read: Queryable, id: string) =>
  read.selectFrom(table).selectAll().where("id", "=", id).executeTakeFirst();

/** The same, which nobody else changes until the transaction ends. */
export const lockGrant = (tx: Tx, id: string) =>
  tx.selectFrom(table).selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

export const settleGrant = (
  tx: Tx,
  { id, state }: Pick<GrantRow, "id" | "state">,
  settled: Partial<Pick<GrantRow, "expires_at" | "key_id">> & Pick<GrantRow, "state" | "settled_by">,
) =>
  tx
    .updateTable(table)
    .set(settled)
    .where("id", "=", id)
    .where("state", "=", state)
    .returningAll()
    .executeTakeFirstOrThrow();

/** How many wait to be given. */
export const countAsked = async (read: Queryable, now: Date): Promise<number> => {
  const { count } = await read
    .selectFrom(table)
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("state", "=", "asked")
    .where("expires_at", ">", now)
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** The latest first; ids sort by the time they were made. */
export const listGrants = (
  read: Queryable,
  { before, limit }: { before: string | undefined; limit: number },
) =>
  read
    .selectFrom(table)
    .selectAll()
    .$if(before !== undefined, (query) => query.where("id", "<", before ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();

/** With the keys that they became. */
export const deleteOldGrants = async (db: Db, before: Date): Promise<void> => {
  await db.write({
    name: "auth_delete_old_answer_grants",
    text: `with old as (delete from auth_answer_grants where expires_at <= $1 returning key_id)
      delete from auth_api_keys where id in (select key_id from old)`,
    values: [before],
  });
};
