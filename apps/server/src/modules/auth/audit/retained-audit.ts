import { sql } from "kysely";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../../../platform/retention/retained.ts";

/** The audit is kept for long: whoever needs it for longer exports it before. */
export const retainedAudit = (db: Db, clock: Clock, days: number): Retained =>
  retainedRows(db, {
    name: "audit",
    rule: `Kept for ${days} days; export it before, where it is needed for longer`,
    expired: () => sql`
      select id as key from auth_audit where at < ${daysBefore(clock.now(), days)} order by at, id`,
    remove: (keys) => sql`delete from auth_audit where id in ${keys}`,
  });
