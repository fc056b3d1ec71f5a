import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import { firstIdAt } from "../../kernel/ids.ts";
import type { Db } from "../../platform/database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../../platform/retention/retained.ts";

/** Signals as they came, parked ones too: what they did to agents and commands stays. */
export const retainedSignals = (db: Db, clock: Clock, days: number): Retained =>
  retainedRows(db, {
    name: "signals",
    rule: `Kept for ${days} days as they came, parked ones too`,
    expired: () => sql`
      select id as key from agents_signals where id < ${firstIdAt(daysBefore(clock.now(), days))}::uuid order by id`,
    remove: (keys) => sql`delete from agents_signals where id in ${keys}`,
  });
