import { Id, type Page } from "@signalbox/contract/common";
import type { Delivery, DeliveryDetail, listDeliveries } from "@signalbox/contract/deliveries";
import type { QueryOf } from "@signalbox/contract/route";
import { newId } from "../../../kernel/ids.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Cause } from "../../../platform/http/http.ts";
import { findFiringsOf, presentFiring } from "../firing/firings.repository.ts";
import type { TriggersOptions } from "../options.ts";
import { triggerErrors } from "../triggers.errors.ts";
import {
  findDeliveries,
  findDelivery,
  headersOf,
  insertReplay,
  presentDelivery,
} from "./deliveries.repository.ts";
import { createTaking, type TakeDelivery } from "./take.ts";

export interface DeliveriesService {
  take: TakeDelivery;
  list(query: QueryOf<typeof listDeliveries>): Promise<Page<Delivery>>;
  /** @throws AppError `triggers.delivery_not_found` */
  get(id: string): Promise<DeliveryDetail>;
  /** @throws AppError `triggers.delivery_not_found`, `triggers.delivery_refused` */
  replay(id: string, by: Cause): Promise<Delivery>;
}

const cursors = keysetCursor("deliveries", Id);

export function createDeliveries(options: TriggersOptions): DeliveriesService {
  const { db, clock, audit, bells, bots } = options;
  const rowOf = async (id: string) => {
    const row = await findDelivery(db.read, id);
    if (row === undefined) throw triggerErrors.deliveryNotFound(id);
    return row;
  };
  return {
    take: createTaking(options),
    async list({ limit, cursor, ...filter }) {
      const { sourceId, state, text } = filter;
      const window = { before: cursors.decode(cursor), limit: limit + 1, sourceId, state, text };
      const page = pageOfRows(await findDeliveries(db.read, window), limit, ({ id }) => cursors.encode(id));
      return { ...page, items: page.items.map(presentDelivery) };
    },
    async get(id) {
      const row = await rowOf(id);
      const firings = await findFiringsOf(db.read, { deliveryId: id });
      const names = await bots.namesOf([...new Set(firings.map(({ bot_id }) => bot_id))]);
      return {
        ...{ ...presentDelivery(row), body: row.body, headers: headersOf(row) },
        firings: firings.map((firing) => presentFiring(firing, names)),
      };
    },
    async replay(id, by) {
      const row = await rowOf(id);
      if (row.state === "refused") throw triggerErrors.deliveryRefused();
      const again = newId();
      await db.transaction(async (tx) => {
        await insertReplay(tx, { id: again, at: clock.now(), of: row });
        const subject = { kind: "delivery", id };
        await audit.record(tx, { ...by, action: "delivery.replayed", subject, detail: { as: again } });
      });
      bells.deliveries.ring();
      return presentDelivery(await rowOf(again));
    },
  };
}
