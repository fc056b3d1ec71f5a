import { sql } from "kysely";
import type { Db } from "../database/database.ts";
import { isKnownLoop } from "../nodes/nodes.ts";
import { type Retained, retainedRows } from "../retention/retained.ts";

/**
 * Positions of reactions that nobody has any more: one that stays would hold back retention and the trimming
 * of Redis for ever. A node of another version may still have a reaction that this one doesn't, so that every node
 * of the last week is asked, and a position that moved within it stays.
 */
export const retainedPositions = (db: Db, declared: readonly string[]): Retained =>
  retainedRows(db, {
    name: "positions of reactions",
    rule: "Kept while a node of the last week knows the reaction, and a week after it last handled something",
    expired: () => sql`
      select name as key from events_reactions r
      where not name = any(${[...declared]}::text[])
        and updated_at < now() - interval '7 days'
        and not ${isKnownLoop(sql`'reaction ' || r.name`)}
      order by name`,
    remove: (keys) => sql`delete from events_reactions where name in ${keys}`,
  });
