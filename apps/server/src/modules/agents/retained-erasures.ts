import { mostImportDays } from "@signalbox/contract/imports";
import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../../platform/retention/retained.ts";

/** The marks of what was erased: as long as a transcript that still tells it may be imported. */
export const retainedErasures = (db: Db, clock: Clock): Retained =>
  retainedRows(db, {
    name: "erasures",
    rule: `That a session was erased is known for ${mostImportDays} days after it was last heard: so old a transcript may be imported`,
    expired: () => sql`
      select ctid as key from agents_erased e
      where heard_at < ${daysBefore(clock.now(), mostImportDays)} and not exists (
        select from agents a
        where a.session_id = e.session_id and a.backend = e.backend and a.host_id = e.host_id and a.parent_id is null
      )
      order by heard_at`,
    remove: (keys) => sql`delete from agents_erased where ctid in ${keys}`,
  });
