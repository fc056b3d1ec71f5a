import type { Db, Queryable } from "../../../platform/database/database.ts";
import type { Caller } from "../../../platform/http/http.ts";

type Bearer = Pick<Caller, "kind" | "id">;
type Shown = { secretHash: string; at: Date };

interface NewTicket {
  secretHash: string;
  kind: "ticket" | "pass";
  bearer: Bearer;
  expiresAt: Date;
}

export const insertTicket = async (db: Db, ticket: NewTicket): Promise<void> => {
  const { secretHash, kind, bearer, expiresAt } = ticket;
  await db.write({
    name: "auth_insert_ticket",
    text: "insert into auth_tickets (secret_hash, kind, caller_kind, caller_id, expires_at) values ($1, $2, $3, $4, $5)",
    values: [secretHash, kind, bearer.kind, bearer.id, expiresAt],
  });
};

/** Of all who show it at the same moment, at whichever node, one gets it. */
export const spendTicket = async (db: Db, { secretHash, at }: Shown): Promise<Bearer | undefined> => {
  const [spent] = await db.write({
    name: "auth_spend_ticket",
    text: `delete from auth_tickets where secret_hash = $1 and kind = 'ticket' and expires_at > $2
      returning caller_kind, caller_id`,
    values: [secretHash, at],
  });
  return (
    spent && { kind: spent.caller_kind === "api_key" ? "api_key" : "sign_in", id: String(spent.caller_id) }
  );
};

export const findPass = async (db: Queryable, { secretHash, at }: Shown): Promise<Bearer | undefined> => {
  const found = await db
    .selectFrom("auth_tickets")
    .select(["caller_kind", "caller_id"])
    .where("secret_hash", "=", secretHash)
    .where("kind", "=", "pass")
    .where("expires_at", ">", at)
    .executeTakeFirst();
  return found && { kind: found.caller_kind, id: found.caller_id };
};

export const deleteExpiredTickets = async (db: Db, at: Date): Promise<void> => {
  await db.write({
    name: "auth_delete_expired_tickets",
    text: "delete from auth_tickets where expires_at <= $1",
    values: [at],
  });
};
