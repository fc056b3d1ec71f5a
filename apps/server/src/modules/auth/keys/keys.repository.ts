import type { Role } from "@signalbox/contract/roles";
import type { Queryable, Tx } from "../../../platform/database/database.ts";

export interface NewKeyRow {
  id: string;
  user_id: string;
  name: string;
  prefix: string;
  secret_hash: string;
  scopes: string[];
  created_at: Date;
  expires_at: Date | null;
  file: string | null;
}

/** A key in use with whoever it belongs to. */
export interface KeyInUseRow {
  id: string;
  name: string;
  scopes: string[];
  secret_hash: string;
  expires_at: Date | null;
  file: string | null;
  user_id: string;
  login: string;
  user_name: string;
  role: Role;
}

const table = "auth_api_keys";

export const insertKey = async (tx: Tx, key: NewKeyRow): Promise<void> => {
  await tx.insertInto(table).values(key).execute();
};

/** Keys of a disabled account are in use no more. */
export const findKeyInUse = (
  db: Queryable,
  by: { secretHash: string } | { id: string },
): Promise<KeyInUseRow | undefined> => {
  const inUse = db
    .selectFrom(table)
    .innerJoin("auth_users", "auth_users.id", "auth_api_keys.user_id")
    .select([
      "auth_api_keys.id",
      "auth_api_keys.name",
      "auth_api_keys.scopes",
      "auth_api_keys.secret_hash",
      "auth_api_keys.expires_at",
      "auth_api_keys.file",
      "auth_users.id as user_id",
      "auth_users.login",
      "auth_users.name as user_name",
      "auth_users.role",
    ])
    .where("auth_api_keys.revoked_at", "is", null)
    .where("auth_users.disabled_at", "is", null);
  const found =
    "id" in by
      ? inUse.where("auth_api_keys.id", "=", by.id)
      : inUse.where("auth_api_keys.secret_hash", "=", by.secretHash);
  return found.executeTakeFirst();
};

/** Newest first; ids sort by the time they were made. Those of terminals that answer are listed as such. */
export const listKeys = (db: Queryable, { before, limit }: { before: string | undefined; limit: number }) =>
  db
    .selectFrom(table)
    .innerJoin("auth_users", "auth_users.id", "auth_api_keys.user_id")
    .selectAll(table)
    .select("auth_users.name as user_name")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("auth_answer_grants")
            .select("auth_answer_grants.id")
            .whereRef("auth_answer_grants.key_id", "=", "auth_api_keys.id"),
        ),
      ),
    )
    .$if(before !== undefined, (query) => query.where("auth_api_keys.id", "<", before ?? ""))
    .orderBy("auth_api_keys.id", "desc")
    .limit(limit)
    .execute();

/** Answers the key that was in use until now, or nothing. */
export const revokeKey = (tx: Tx, id: string, at: Date) =>
  tx
    .updateTable(table)
    .set({ revoked_at: at })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .returning("id")
    .executeTakeFirst();

/** Keys in use that were made for a file. */
export const keysOfFile = (tx: Tx, file: string) =>
  tx.selectFrom(table).select("id").where("file", "=", file).where("revoked_at", "is", null).execute();

/** Keys of an account that are in use. */
export const keysOfUser = (tx: Tx, userId: string) =>
  tx.selectFrom(table).select("id").where("user_id", "=", userId).where("revoked_at", "is", null).execute();

/** Another node may have seen a later use. */
export const writeUses = async (tx: Tx, uses: ReadonlyMap<string, Date>): Promise<void> => {
  for (const [id, at] of uses) {
    await tx
      .updateTable(table)
      .set({ last_used_at: at })
      .where("id", "=", id)
      .where((by) => by.or([by("last_used_at", "is", null), by("last_used_at", "<", at)]))
      .execute();
  }
};
