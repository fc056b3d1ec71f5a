import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret, newSecret } from "../../../kernel/ids.ts";
import type { Db } from "../../../platform/database/database.ts";
import type { Caller } from "../../../platform/http/http.ts";
import { findPass, insertTicket, spendTicket } from "./tickets.repository.ts";

const kinds = {
  ticket: { prefix: "sbx_ticket", lifeMs: 30_000 },
  pass: { prefix: "sbx_page", lifeMs: 60 * 60_000 },
} as const;
type Kind = keyof typeof kinds;

/** A caller in a few words; what they may do is looked up when the secret is shown. */
type Bearer = Pick<Caller, "kind" | "id">;

/** Secrets that stand for a caller for a while, at any node of this database. */
export interface Tickets {
  issue(kind: Kind, bearer: Bearer): Promise<{ secret: string; expiresAt: Date; lifeSeconds: number }>;
  /** Who it was made for; a ticket is used up by asking, for everybody. */
  redeem(kind: Kind, secret: string): Promise<Bearer | undefined>;
}

export const createTickets = ({ db, clock }: { db: Db; clock: Clock }): Tickets => ({
  async issue(kind, bearer) {
    const { prefix, lifeMs } = kinds[kind];
    const secret = newSecret(prefix);
    const expiresAt = new Date(clock.now().getTime() + lifeMs);
    await insertTicket(db, { secretHash: hashSecret(secret), kind, bearer, expiresAt });
    return { secret, expiresAt, lifeSeconds: lifeMs / 1_000 };
  },
  async redeem(kind, secret) {
    // Nothing else is worth a question to the database.
    if (!secret.startsWith(`${kinds[kind].prefix}_`)) return undefined;
    const shown = { secretHash: hashSecret(secret), at: clock.now() };
    return kind === "ticket" ? spendTicket(db, shown) : findPass(db.read, shown);
  },
});
