import type { JobSchedule } from "@signalbox/contract/jobs";
import { sql } from "kysely";
import type { Queryable } from "../database/database.ts";
import type { Boss } from "./boss.ts";
import { stateWords } from "./job-reader.ts";
import { nextRun } from "./schedules.ts";

interface LastRun {
  name: string;
  last_run_at: Date | null;
  last_job_id: string | null;
  state: keyof typeof stateWords | null;
}

/** What is enqueued by the clock, with when it was last and will be next. */
export async function listSchedules(db: Queryable, boss: Boss, now: Date): Promise<JobSchedule[]> {
  const { rows } = await sql<LastRun>`
    select s.name, s.last_run_at, s.last_job_id, j.state::text as state
    from jobs_schedules s left join pgboss.job j on j.name = s.name and j.id = s.last_job_id
  `.execute(db);
  return boss.definitions.flatMap(({ name, summary, cron }) => {
    if (cron === undefined) return [];
    const last = rows.find((row) => row.name === name);
    return {
      queue: name,
      summary,
      expression: cron.expression,
      timeZone: cron.timeZone ?? "UTC",
      nextAt: nextRun(boss, cron, now)?.toISOString() ?? null,
      lastAt: last?.last_run_at?.toISOString() ?? null,
      lastJobId: last?.last_job_id ?? null,
      lastState: last?.state ? stateWords[last.state] : null,
    };
  });
}
