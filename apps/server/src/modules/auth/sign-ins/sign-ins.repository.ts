import type { Queryable, Tx } from "../../../platform/database/database.ts";

const links = "auth_sign_in_links";
const signIns = "auth_sign_ins";

export const insertLink = async (
  tx: Tx,
  link: { secret_hash: string; created_at: Date; expires_at: Date },
): Promise<void> => {
  await tx.insertInto(links).values(link).execute();
};

/** Uses the link up; false where it was used, has expired, or never was. */
export const useLink = async (tx: Tx, secretHash: string, at: Date): Promise<boolean> => {
  const used = await tx
    .updateTable(links)
    .set({ redeemed_at: at })
    .where("secret_hash", "=", secretHash)
    .where("redeemed_at", "is", null)
    .where("expires_at", ">", at)
    .returning("secret_hash")
    .executeTakeFirst();
  return used !== undefined;
};

export interface SignInRow {
  id: string;
  name: string;
  cookie_hash: string;
  secret_hash: string;
  scopes: string[];
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

export const insertSignIn = async (tx: Tx, row: SignInRow): Promise<void> => {
  await tx.insertInto(signIns).values(row).execute();
};

export const findSignIn = (db: Queryable, cookieHash: string) =>
  db
    .selectFrom(signIns)
    .selectAll()
    .where("cookie_hash", "=", cookieHash)
    .where("ended_at", "is", null)
    .executeTakeFirst();

export const endSignIn = (tx: Tx, id: string, at: Date) =>
  tx
    .updateTable(signIns)
    .set({ ended_at: at })
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .returning("cookie_hash")
    .executeTakeFirst();

/** Each use puts the end off. */
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
      .execute();
  }
};
