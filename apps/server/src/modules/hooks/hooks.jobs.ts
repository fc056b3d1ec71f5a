import { z } from "zod";
import { defineJob, handleJob, type Job } from "../../platform/jobs/define-job.ts";
import type { HookHealthService } from "./health/health.service.ts";

const checkHooks = defineJob({
  name: "hooks.check",
  summary: "Looks whether the hooks of each CLI are installed and heard",
  payload: z.object({}),
  timeLimitSeconds: 60,
  retry: { limit: 2, firstWaitSeconds: 5, longestWaitSeconds: 60 },
  byKey: "once",
  cron: { expression: "*/10 * * * *", payload: {} },
});

export const hookJobs = (health: HookHealthService): Job[] => [
  handleJob(checkHooks, async () => {
    const found = await health.check();
    return Object.fromEntries(found.map(({ backend, verdict }) => [backend, verdict]));
  }),
];
