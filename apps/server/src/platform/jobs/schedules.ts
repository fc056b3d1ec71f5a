import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Db } from "../database/database.ts";
import type { Boss } from "./boss.ts";
import type { Job, JobDefinition } from "./define-job.ts";
import type { JobQueue } from "./job-queue.ts";

/** Enqueues what comes due by the clock; of several nodes one does. */
export interface Schedules {
  open(): Promise<void>;
  tick(): Promise<void>;
}

export interface SchedulesOptions {
  db: Db;
  clock: Clock;
  boss: Boss;
  queue: JobQueue;
  jobs: readonly Job[];
}

/** Clocks of several nodes may be this far apart without one having been set. */
const mostSkewMs = 60_000;

/** When a definition runs next after a time. */
export const nextRun = (
  boss: Boss,
  cron: NonNullable<JobDefinition["cron"]>,
  after: Date,
): Date | undefined =>
  boss.boss.previewSchedule(cron.expression, { tz: cron.timeZone ?? "UTC", from: after, count: 1 })[0];

export const createSchedules = ({ db, clock, boss, queue, jobs }: SchedulesOptions): Schedules => {
  const due = new Map<string, { definition: JobDefinition; lookedAt: Date; next: Date | undefined }>();

  const plan = (definition: JobDefinition, lookedAt: Date) => {
    const { name, cron } = definition;
    if (cron) due.set(name, { definition, lookedAt, next: nextRun(boss, cron, lookedAt) });
  };

  /** Moves the schedule on and enqueues; where another node did, goes on from where that one is. */
  const run = async (definition: JobDefinition, lookedAt: Date) => {
    const { name, cron } = definition;
    const now = clock.now();
    const at = await db.transaction(async (tx) => {
      const { rows } = await sql`
        update jobs_schedules set looked_at = ${now} where name = ${name} and looked_at = ${lookedAt} returning name
      `.execute(tx);
      if (rows.length === 0) return undefined;
      const cause = { actor: "system", correlationId: newId() };
      const id = await queue.enqueue(tx, definition, { payload: cron?.payload, cause });
      if (id !== null)
        await sql`
          update jobs_schedules set last_run_at = ${now}, last_job_id = ${id} where name = ${name}
        `.execute(tx);
      return now;
    });
    plan(definition, at ?? (await lookedAtOf(db, name)) ?? now);
  };

  /** What was looked at in a future that a clock set back took away would not come due until then. */
  const rewind = async (definition: JobDefinition, lookedAt: Date, now: Date) => {
    await db.write({
      name: "jobs_schedules_rewind",
      text: "update jobs_schedules set looked_at = $3 where name = $1 and looked_at = $2",
      values: [definition.name, lookedAt, now],
    });
    plan(definition, (await lookedAtOf(db, definition.name)) ?? now);
  };

  return {
    async open() {
      for (const { definition } of jobs) {
        if (definition.cron === undefined) continue;
        const now = clock.now();
        await db.write({
          name: "jobs_schedules_open",
          text: "insert into jobs_schedules (name, looked_at) values ($1, $2) on conflict (name) do nothing",
          values: [definition.name, now],
        });
        plan(definition, (await lookedAtOf(db, definition.name)) ?? now);
      }
    },
    async tick() {
      const now = clock.now();
      for (const { definition, lookedAt, next } of [...due.values()]) {
        if (lookedAt.getTime() - now.getTime() > mostSkewMs) await rewind(definition, lookedAt, now);
        else if (next !== undefined && next <= now) await run(definition, lookedAt);
      }
    },
  };
};

async function lookedAtOf(db: Db, name: string): Promise<Date | undefined> {
  const { rows } = await sql<{ looked_at: Date }>`
    select looked_at from jobs_schedules where name = ${name}
  `.execute(db.read);
  return rows[0]?.looked_at;
}
