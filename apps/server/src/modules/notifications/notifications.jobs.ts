import { setTimeout as pause } from "node:timers/promises";
import { handleJob, type Job } from "../../platform/jobs/define-job.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { NoticesService } from "./deciding/notices.service.ts";
import { type DeliverJob, decideNotices, remind } from "./job-definitions.ts";
import type { Delivering } from "./sending/delivering.ts";

export const notificationJobs = (
  notices: NoticesService,
  delivering: Delivering,
  deliver: DeliverJob,
): Job[] => [
  handleJob(decideNotices, () => notices.decideAll()),
  handleJob(deliver, (context) => delivering.deliver(context)),
  handleJob(remind, ({ id, payload }) => notices.remind({ ...payload, by: id })),
];

/** Silence comes true by time alone, so somebody has to look. */
export const silenceLoop = (notices: Pick<NoticesService, "noteSilence">, everyMs = 60_000): Loop => ({
  name: "silent agents",
  summary: "Notes sessions at work of which nothing is heard for long, for those who want to be told",
  alone: true,
  async run(signal) {
    while (!signal.aborted) {
      await notices.noteSilence();
      await pause(everyMs, undefined, { signal }).catch(() => {});
    }
  },
});
