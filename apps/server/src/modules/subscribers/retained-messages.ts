import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../../platform/retention/retained.ts";

/** What subscribers were sent goes after a while; so does what waits for one that is turned off. */
export const retainedMessages = (db: Db, clock: Clock, days: number): Retained =>
  retainedRows(db, {
    name: "messages to subscribers",
    rule: `Kept for ${days} days`,
    expired: () => sql`
      select id as key from subscribers_messages
      where created_at < ${daysBefore(clock.now(), days)} order by created_at, id`,
    remove: (keys) => sql`delete from subscribers_messages where id in ${keys}`,
  });
