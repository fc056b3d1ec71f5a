import type { Role } from "@signalbox/contract/roles";
import type { Queryable, Tx } from "../../../platform/database/database.ts";

const signIns = "auth_sign_ins";

export interface NewSignInRow {
  id: string;
  user_id: string;
  name: string;
  way: "link" | "password" | "identity";
  identity: string | null;
  address: string | null;
  cookie_hash: string;
  secret_hash: string;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

/** A sign-in that is not ended, with whose it is. */
export interface SignInInUseRow {
  id: string;
  name: string;
  cookie_hash: string;
  secret_hash: string;
  expires_at: Date;
  identity: string | null;
  user_id: string;
  login: string;
  user_name: string;
  role: Role;
}

export const insertSignIn = async (tx: Tx, row: NewSignInRow): Promise<void> => {
  await tx.insertInto(signIns).values(row).execute();
};

export const findSignIn = (
  db: Queryable,
  by: { cookieHash: string } | { id: string },
): Promise<SignInInUseRow | undefined> => {
  const inUse = db
    .selectFrom(signIns)
    .innerJoin("auth_users", "auth_users.id", "auth_sign_ins.user_id")
    .select([
      "auth_sign_ins.id",
      "auth_sign_ins.name",
      "auth_sign_ins.cookie_hash",
      "auth_sign_ins.secret_hash",
      "auth_sign_ins.expires_at",
      "auth_sign_ins.identity",
      "auth_users.id as user_id",
      "auth_users.login",
      "auth_users.name as user_name",
      "auth_users.role",
    ])
    .where("auth_sign_ins.ended_at", "is", null)
    .where("auth_users.disabled_at", "is", null);
  const found =
    "id" in by
      ? inUse.where("auth_sign_ins.id", "=", by.id)
      : inUse.where("auth_sign_ins.cookie_hash", "=", by.cookieHash);
  return found.executeTakeFirst();
};

/** Sign-ins of an account that are not over, newest first. */
export const listSignIns = (
  db: Queryable,
  { userId, at, before, limit }: { userId: string; at: Date; before: string | undefined; limit: number },
) =>
  db
    .selectFrom(signIns)
    .selectAll()
    .where("user_id", "=", userId)
    .where("ended_at", "is", null)
    .where("expires_at", ">", at)
    .$if(before !== undefined, (query) => query.where("id", "<", before ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();

/** Ends those of one account that are in use, or one of them; answers whose ended. */
export const endSignIns = (
  tx: Tx,
  which: { userId: string; except?: string | undefined } | { id: string; userId?: string | undefined },
  at: Date,
) => {
  const inUse = tx.updateTable(signIns).set({ ended_at: at }).where("ended_at", "is", null);
  const ofUser = which.userId === undefined ? inUse : inUse.where("user_id", "=", which.userId);
  const meant = "id" in which ? ofUser.where("id", "=", which.id) : ofUser;
  const except = "except" in which ? which.except : undefined;
  return (except === undefined ? meant : meant.where("id", "<>", except)).returning("id").execute();
};

/** Each use puts the end off. Another node may have seen a later one. */
export const writeSeen = async (
  tx: Tx,
  uses: ReadonlyMap<string, Date>,
  expiryAfter: (seen: Date) => Date,
): Promise<void> => {
  for (const [id, at] of uses) {
    await tx
      .updateTable(signIns)
      .set({ last_seen_at: at, expires_at: expiryAfter(at) })
      .where("id", "=", id)
      .where("last_seen_at", "<", at)
      .execute();
  }
};
