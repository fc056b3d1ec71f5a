import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../retention/retained.ts";

/** Events go when they are old and every reaction has handled them; the newest stays, to go on from. */
export const retainedEvents = (db: Db, clock: Clock, days: number): Retained[] => [
  retainedRows(db, {
    name: "events",
    rule: `Kept for ${days} days, and until every reaction has handled them`,
    expired: () => sql`
      select position as key from events
      where position < coalesce((select min(position) from events where at >= ${daysBefore(clock.now(), days)}), (select max(position) from events))
        and position <= coalesce((select min(position) from events_reactions), 9223372036854775807)
      order by position`,
    remove: (keys) => sql`delete from events where position in ${keys}`,
  }),
  retainedRows(db, {
    name: "dead letters",
    rule: `Kept for ${days} days after a person retried or discarded them`,
    expired: () => sql`
      select id as key from events_dead_letters where resolved_at < ${daysBefore(clock.now(), days)} order by id`,
    remove: (keys) => sql`delete from events_dead_letters where id in ${keys}`,
  }),
];
