import type { Role } from "@signalbox/contract/roles";
import { sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";

export interface UserRow {
  id: string;
  login: string;
  name: string;
  role: Role;
  has_machine: boolean;
  created_at: Date;
  disabled_at: Date | null;
}

const table = "auth_users";

export const insertUser = async (
  tx: Tx,
  row: Omit<UserRow, "has_machine" | "disabled_at">,
): Promise<void> => {
  await tx.insertInto(table).values(row).execute();
};

/** The account of whoever has the machine; there always is one. */
export const machineUser = (db: Queryable): Promise<UserRow> =>
  db.selectFrom(table).selectAll().where("has_machine", "is", true).executeTakeFirstOrThrow();

export const findUserByLogin = (db: Queryable, login: string): Promise<UserRow | undefined> =>
  db.selectFrom(table).selectAll().where("login", "=", login).executeTakeFirst();

/** Whether an account is there and not disabled. */
export const isUserInUse = async (db: Queryable, id: string): Promise<boolean> =>
  (await db
    .selectFrom(table)
    .select("id")
    .where("id", "=", id)
    .where("disabled_at", "is", null)
    .executeTakeFirst()) !== undefined;

export const findUser = (db: Queryable, id: string): Promise<UserRow | undefined> =>
  db.selectFrom(table).selectAll().where("id", "=", id).executeTakeFirst();

/** An account that is not disabled, held as it is until the transaction ends. */
export const findUserInUse = (tx: Tx, id: string): Promise<UserRow | undefined> =>
  tx
    .selectFrom(table)
    .selectAll()
    .where("id", "=", id)
    .where("disabled_at", "is", null)
    .forShare()
    .executeTakeFirst();

/** An account that is about to be changed: others who would change it wait. */
export const lockUser = (tx: Tx, id: string): Promise<UserRow | undefined> =>
  tx.selectFrom(table).selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

export const updateUser = async (
  tx: Tx,
  { id, ...changed }: Pick<UserRow, "id" | "login" | "name" | "role" | "disabled_at">,
): Promise<void> => {
  await tx.updateTable(table).set(changed).where("id", "=", id).execute();
};

/** Accounts with what is known of them beside. */
const shown = (db: Queryable) =>
  db
    .selectFrom(table)
    .selectAll(table)
    .select([
      sql<boolean>`exists (select from auth_passwords p where p.user_id = auth_users.id)`.as("has_password"),
      sql<Date | null>`(select max(s.last_seen_at) from auth_sign_ins s where s.user_id = auth_users.id)`.as(
        "last_seen_at",
      ),
    ]);
export type ShownUserRow = UserRow & { has_password: boolean; last_seen_at: Date | null };

export const showUser = (db: Queryable, id: string): Promise<ShownUserRow | undefined> =>
  shown(db).where("auth_users.id", "=", id).executeTakeFirst();

export const listUsers = (
  db: Queryable,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ShownUserRow[]> =>
  shown(db)
    .$if(after !== undefined, (query) => query.where("login", ">", after ?? ""))
    .orderBy("login")
    .limit(limit)
    .execute();
