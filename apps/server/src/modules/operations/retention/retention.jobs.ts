import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { AppError } from "../../../kernel/errors.ts";
import type { ClockWatch } from "../../../platform/health/clock-watch.ts";
import { defineJob, handleJob, type Job } from "../../../platform/jobs/define-job.ts";
import type { Retained } from "../../../platform/retention/retained.ts";

export const retention = defineJob({
  name: "operations.retention",
  summary: "Removes what is kept no longer, in small steps",
  payload: z.object({}),
  timeLimitSeconds: 3_600,
  perNode: 1,
  byKey: "once",
  watched: true,
  cron: { expression: "17 4 * * *", payload: {} },
});

const batch = 500;
/** Others get the database between two batches. */
const restMs = 20;

const dayMs = 86_400_000;

/** A clock that was set ahead makes young things old: nothing is removed by it before a day gave time to look. */
const refuseHastyClock = (jump: { byMs: number; agoMs: number } | undefined): void => {
  if (jump === undefined || jump.byMs < dayMs || jump.agoMs > dayMs) return;
  throw new AppError(
    "conflict",
    "operations.clock_set",
    "The clock of this machine was set ahead by more than a day: nothing is removed until it is right, or a day passed",
  );
};

/** What was removed stays removed: another try goes on with what is left. */
export const retentionJobs = (retained: readonly Retained[], clockWatch?: ClockWatch): Job[] => [
  handleJob(retention, async ({ signal, progress }) => {
    refuseHastyClock(clockWatch?.lastJump());
    const counts = await Promise.all(retained.map(async (item) => ({ item, ...(await item.count()) })));
    const all = counts.reduce((sum, { count }) => sum + count, 0) || 1;
    const removed: Record<string, number> = {};
    let done = 0;
    for (const { item } of counts) {
      const { atOnce = batch } = item;
      let gone = atOnce;
      while (gone === atOnce) {
        signal.throwIfAborted();
        gone = await item.remove(atOnce);
        done += gone;
        removed[item.name] = (removed[item.name] ?? 0) + gone;
        await progress(Math.min(99, (done / all) * 100), `${item.name}: ${removed[item.name]} removed`);
        await pause(restMs);
      }
    }
    return removed;
  }),
];
