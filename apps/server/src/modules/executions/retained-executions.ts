import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../../platform/retention/retained.ts";

/** Executions that are over go after a while, with their logs; the logs sooner, since they are large. */
export const retainedExecutions = (
  db: Db,
  clock: Clock,
  { days, logDays }: { days: number; logDays: number },
): Retained[] => [
  retainedRows(db, {
    name: "execution_logs",
    rule: `Kept for ${logDays} days after their executions ended`,
    expired: () => sql`
      select id as key from executions
      where ended_at < ${daysBefore(clock.now(), logDays)}
        and exists (select from executions_log where execution_id = executions.id)
      order by ended_at, id`,
    remove: (keys) => sql`delete from executions_log where execution_id in ${keys}`,
  }),
  retainedRows(db, {
    name: "executions",
    rule: `Kept for ${days} days after they ended`,
    expired: () => sql`
      select id as key from executions
      where ended_at < ${daysBefore(clock.now(), days)} order by ended_at, id`,
    remove: (keys) => sql`delete from executions where id in ${keys}`,
  }),
];
