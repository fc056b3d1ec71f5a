import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../retention/retained.ts";

/** Jobs go some time after they ended; those that failed stay longer, as somebody has yet to look at them. */
export const retainedJobs = (db: Db, clock: Clock, days: { ended: number; failed: number }): Retained[] => {
  const jobs = (name: string, rule: string, states: string[], kept: number) =>
    retainedRows(db, {
      name,
      rule,
      expired: () => sql`
        select id as key from pgboss.job
        where state = any(${states}::pgboss.job_state[]) and completed_on < ${daysBefore(clock.now(), kept)}
        order by id`,
      remove: (keys) => sql`
        with gone as (delete from pgboss.job where id in ${keys} returning id),
          details as (delete from jobs_runs where job_id in (select id from gone))
        select id from gone`,
    });
  return [
    jobs("jobs", `Kept for ${days.ended} days after they ended`, ["completed", "cancelled"], days.ended),
    jobs("failed jobs", `Kept for ${days.failed} days`, ["failed"], days.failed),
  ];
};
