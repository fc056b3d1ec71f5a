import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { defineJob, handleJob, type Job } from "../../platform/jobs/define-job.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { HookHealthService } from "./health/health.service.ts";
import { verdictWord } from "./health/judge-hooks.ts";

const checkHooks = defineJob({
  name: "hooks.check",
  summary: "Looks whether the hooks of each CLI are installed and heard",
  payload: z.object({}),
  timeLimitSeconds: 60,
  retry: { limit: 2, firstWaitSeconds: 5, longestWaitSeconds: 60 },
  byKey: "once",
  cron: { expression: "*/10 * * * *", payload: {} },
});

/** A node that only works hears no hooks: it looks at none, and the nodes that answer look for themselves. */
export const hookJobs = (health: HookHealthService, hears: boolean): Job[] => [
  handleJob(checkHooks, async () => {
    if (!hears) return {};
    const found = await health.check();
    return Object.fromEntries(found.map((health) => [health.backend, verdictWord(health)]));
  }),
];

const everyMs = 10 * 60_000;

/** The same on a node that answers and works on no jobs. */
export const hookCheckLoop = (health: HookHealthService): Loop => ({
  name: "hook check",
  summary: checkHooks.summary,
  alone: false,
  dispensable: true,
  async run(signal) {
    while (!signal.aborted) {
      await health.check();
      await delay(everyMs, undefined, { signal }).catch(() => {});
    }
  },
});
