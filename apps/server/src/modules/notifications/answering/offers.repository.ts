import type { Selectable } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { NotificationsOffers } from "../../../platform/database/tables.ts";

export type OfferRow = Selectable<NotificationsOffers>;

/** Offered once more, by another try, it is the same offer; one that was taken stays so. */
export const saveOffer = async (tx: Tx, offer: Omit<OfferRow, "used_at">): Promise<void> => {
  await tx
    .insertInto("notifications_offers")
    .values(offer)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
};

export const findOffer = (read: Queryable, id: string): Promise<OfferRow | undefined> =>
  read.selectFrom("notifications_offers").where("id", "=", id).selectAll().executeTakeFirst();

/** Takes an offer, once: undefined for whoever comes second, or too late. */
export const takeOffer = (tx: Tx, id: string, at: Date): Promise<OfferRow | undefined> =>
  tx
    .updateTable("notifications_offers")
    .set({ used_at: at })
    .where("id", "=", id)
    .where("used_at", "is", null)
    .where("expires_at", ">", at)
    .returningAll()
    .executeTakeFirst();
