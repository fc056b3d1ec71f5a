import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { UserRow } from "../users/users.repository.ts";

const links = "auth_sign_in_links";

export type LinkPurpose = "sign_in" | "set_password";

export const insertLink = async (
  tx: Tx,
  link: { secret_hash: string; user_id: string; purpose: LinkPurpose; created_at: Date; expires_at: Date },
): Promise<void> => {
  await tx.insertInto(links).values(link).execute();
};

/** Uses the link up and answers whose it was; nothing where it was used, has expired, or never was. */
export const useLink = async (
  tx: Tx,
  { secretHash, purpose }: { secretHash: string; purpose: LinkPurpose },
  at: Date,
): Promise<string | undefined> => {
  const used = await tx
    .updateTable(links)
    .set({ redeemed_at: at })
    .where("secret_hash", "=", secretHash)
    .where("purpose", "=", purpose)
    .where("redeemed_at", "is", null)
    .where("expires_at", ">", at)
    .returning("user_id")
    .executeTakeFirst();
  return used?.user_id;
};

/** Whose a link is that still works. */
export const findLinkUser = (
  db: Queryable,
  { secretHash, purpose }: { secretHash: string; purpose: LinkPurpose },
  at: Date,
): Promise<UserRow | undefined> =>
  db
    .selectFrom(links)
    .innerJoin("auth_users", "auth_users.id", "auth_sign_in_links.user_id")
    .selectAll("auth_users")
    .where("secret_hash", "=", secretHash)
    .where("purpose", "=", purpose)
    .where("redeemed_at", "is", null)
    .where("expires_at", ">", at)
    .where("auth_users.disabled_at", "is", null)
    .executeTakeFirst();

/** Voids what is not used yet. */
export const voidLinks = async (tx: Tx, userId: string, purposes: readonly LinkPurpose[]): Promise<void> => {
  await tx
    .deleteFrom(links)
    .where("user_id", "=", userId)
    .where("purpose", "in", purposes)
    .where("redeemed_at", "is", null)
    .execute();
};
