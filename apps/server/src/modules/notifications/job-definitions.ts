import { Id } from "@signalbox/contract/common";
import { z } from "zod";
import { defineJob, type JobDefinition } from "../../platform/jobs/define-job.ts";

export const decideNotices = defineJob({
  name: "notifications.decide",
  summary: "Decides who is told of what happened",
  payload: z.object({}),
  timeLimitSeconds: 60,
  retry: { limit: 8, firstWaitSeconds: 1, longestWaitSeconds: 60 },
  byKey: "one_at_a_time",
});

const Delivery = z.object({ deliveryId: Id });
export type DeliverJob = JobDefinition<typeof Delivery>;

export type Retry = NonNullable<JobDefinition["retry"]>;

export const usualRetry: Retry = { limit: 6, firstWaitSeconds: 10, longestWaitSeconds: 900 };

export const deliverJob = (retry: Retry): DeliverJob =>
  defineJob({
    name: "notifications.deliver",
    summary: "Sends a notification by its channel",
    payload: Delivery,
    timeLimitSeconds: 60,
    perNode: 4,
    retry,
  });

export const remind = defineJob({
  name: "notifications.remind",
  summary: "Tells somebody again of a question that is open still",
  payload: z.object({ noticeId: Id, userId: Id }),
  timeLimitSeconds: 60,
  retry: { limit: 8, firstWaitSeconds: 5, longestWaitSeconds: 300 },
});
