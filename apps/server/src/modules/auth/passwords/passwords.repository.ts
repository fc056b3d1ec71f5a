import type { Queryable, Tx } from "../../../platform/database/database.ts";

const table = "auth_passwords";

export const findPassword = async (db: Queryable, userId: string): Promise<string | undefined> => {
  const row = await db.selectFrom(table).select("hash").where("user_id", "=", userId).executeTakeFirst();
  return row?.hash;
};

export const storePassword = async (
  tx: Tx,
  userId: string,
  password: { hash: string; at: Date },
): Promise<void> => {
  const values = { hash: password.hash, changed_at: password.at };
  await tx
    .insertInto(table)
    .values({ user_id: userId, ...values })
    .onConflict((conflict) => conflict.column("user_id").doUpdateSet(values))
    .execute();
};

/** The same password at another cost; not where it was changed meanwhile. */
export const replaceHash = async (
  tx: Tx,
  userId: string,
  hashes: { from: string; to: string },
): Promise<void> => {
  await tx
    .updateTable(table)
    .set({ hash: hashes.to })
    .where("user_id", "=", userId)
    .where("hash", "=", hashes.from)
    .execute();
};

/** Whether anybody can sign in with a password. */
export const anyPassword = async (db: Queryable): Promise<boolean> => {
  const found = await db
    .selectFrom(table)
    .innerJoin("auth_users", "auth_users.id", "auth_passwords.user_id")
    .select("auth_users.id")
    .where("auth_users.disabled_at", "is", null)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
};
