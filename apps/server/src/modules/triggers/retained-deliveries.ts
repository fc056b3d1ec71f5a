import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../../platform/retention/retained.ts";

/** What sources sent goes after a while, with what triggers made of it; so does what began by the clock and by events. */
export const retainedDeliveries = (db: Db, clock: Clock, days: number): Retained[] => [
  retainedRows(db, {
    name: "deliveries",
    rule: `Kept for ${days} days`,
    expired: () => sql`
      select id as key from triggers_deliveries where at < ${daysBefore(clock.now(), days)} order by at, id`,
    remove: (keys) => sql`delete from triggers_deliveries where id in ${keys}`,
  }),
  retainedRows(db, {
    name: "triggers_firings",
    rule: `Kept for ${days} days`,
    expired: () => sql`
      select id as key from triggers_firings
      where at < ${daysBefore(clock.now(), days)} order by at, id`,
    remove: (keys) => sql`delete from triggers_firings where id in ${keys}`,
  }),
];
