import { sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";

export interface NewKeyRow {
  id: string;
  name: string;
  prefix: string;
  secret_hash: string;
  scopes: string[];
  created_at: Date;
  expires_at: Date | null;
}

const table = "auth_api_keys";

export const insertKey = async (tx: Tx, key: NewKeyRow): Promise<void> => {
  await tx.insertInto(table).values(key).execute();
};

export const findKeyInUse = (db: Queryable, secretHash: string) =>
  db
    .selectFrom(table)
    .selectAll()
    .where("secret_hash", "=", secretHash)
    .where("revoked_at", "is", null)
    .executeTakeFirst();

/** Newest first; ids sort by the time they were made. */
export const listKeys = (db: Queryable, { before, limit }: { before: string | undefined; limit: number }) =>
  db
    .selectFrom(table)
    .selectAll()
    .$if(before !== undefined, (query) => query.where("id", "<", before ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();

/** Answers the key that was in use until now, or nothing. */
export const revokeKey = (tx: Tx, id: string, at: Date) =>
  tx
    .updateTable(table)
    .set({ revoked_at: at })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .returning(["id", "secret_hash"])
    .executeTakeFirst();

/** Keys in use that were made for a file, as the audit tells. */
export const keysOfFile = (tx: Tx, path: string) =>
  tx
    .selectFrom(table)
    .innerJoin("auth_audit", (join) => join.on(sql<boolean>`auth_audit.subject_id = auth_api_keys.id::text`))
    .select("auth_api_keys.id")
    .where("auth_audit.action", "=", "api_key.created")
    .where(sql<string>`auth_audit.detail ->> 'file'`, "=", path)
    .where("auth_api_keys.revoked_at", "is", null)
    .execute();

export const writeUses = async (tx: Tx, uses: ReadonlyMap<string, Date>): Promise<void> => {
  for (const [id, at] of uses) {
    await tx.updateTable(table).set({ last_used_at: at }).where("id", "=", id).execute();
  }
};
