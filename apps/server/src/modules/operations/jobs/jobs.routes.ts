import * as contract from "@signalbox/contract/jobs";
import { causeOf, type MountedRoute, reply, serve } from "../../../platform/http/http.ts";
import type { DeadLettersService } from "./dead-letters.service.ts";
import type { JobsService } from "./jobs.service.ts";

export const jobRoutes = (jobs: JobsService): MountedRoute[] => [
  serve(contract.listJobQueues, async () => reply(200, { items: await jobs.queues(), nextCursor: null })),
  serve(contract.listJobs, async ({ query }) => reply(200, await jobs.list(query))),
  serve(contract.getJob, async ({ params }) => reply(200, await jobs.get(params.jobId))),
  serve(contract.retryJob, async (context) =>
    reply(200, await jobs.retry(context.params.jobId, causeOf(context))),
  ),
  serve(contract.cancelJob, async (context) =>
    reply(200, await jobs.cancel(context.params.jobId, causeOf(context))),
  ),
  serve(contract.discardJob, async (context) => {
    await jobs.discard(context.params.jobId, causeOf(context));
    return reply(204, null);
  }),
  serve(contract.listJobSchedules, async () =>
    reply(200, { items: await jobs.schedules(), nextCursor: null }),
  ),
  serve(contract.runJobSchedule, async (context) =>
    reply(202, await jobs.runSchedule(context.params.queue, causeOf(context))),
  ),
];

export const deadLetterRoutes = (letters: DeadLettersService): MountedRoute[] => [
  serve(contract.listDeadLetters, async ({ query }) => reply(200, await letters.list(query))),
  serve(contract.retryDeadLetter, async (context) => {
    await letters.retry(context.params.letterId, causeOf(context));
    return reply(204, null);
  }),
  serve(contract.discardDeadLetter, async (context) => {
    await letters.discard(context.params.letterId, causeOf(context));
    return reply(204, null);
  }),
];
