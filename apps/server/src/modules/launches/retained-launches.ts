import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../../platform/retention/retained.ts";

/** Starts that are over go after a while; the latest of an agent says with which arguments that is gone on with. */
export const retainedLaunches = (db: Db, clock: Clock, days: number): Retained[] => [
  retainedRows(db, {
    name: "launches",
    rule: `Kept for ${days} days after they ended; the latest of an agent as long as the agent, any while its worktree stands`,
    expired: () => sql`
      select id as key from launches l
      where ended_at < ${daysBefore(clock.now(), days)}
        and state in ('failed', 'ended')
        and coalesce(worktree_state = 'removed', true)
        and (agent_id is null or exists (
          select from launches newer where newer.agent_id = l.agent_id and newer.id > l.id
        ))
      order by ended_at, id`,
    remove: (keys) => sql`delete from launches where id in ${keys}`,
  }),
  retainedRows(db, {
    name: "restarts",
    rule: `Kept for ${days} days after they were over`,
    expired: () => sql`
      select id as key from launches_restarts
      where ended_at < ${daysBefore(clock.now(), days)} order by ended_at, id`,
    remove: (keys) => sql`delete from launches_restarts where id in ${keys}`,
  }),
];
