import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
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

/** What was removed stays removed: another try goes on with what is left. */
export const retentionJobs = (retained: readonly Retained[]): Job[] => [
  handleJob(retention, async ({ signal, progress }) => {
    const counts = await Promise.all(retained.map(async (item) => ({ item, ...(await item.count()) })));
    const all = counts.reduce((sum, { count }) => sum + count, 0) || 1;
    const removed: Record<string, number> = {};
    let done = 0;
    for (const { item } of counts) {
      let gone = batch;
      while (gone === batch) {
        signal.throwIfAborted();
        gone = await item.remove(batch);
        done += gone;
        removed[item.name] = (removed[item.name] ?? 0) + gone;
        await progress(Math.min(99, (done / all) * 100), `${item.name}: ${removed[item.name]} removed`);
        await pause(restMs);
      }
    }
    return removed;
  }),
];
