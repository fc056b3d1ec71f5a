import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { EventLog, Reaction } from "../../platform/events/events.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import type { Job } from "../../platform/jobs/define-job.ts";
import type { JobQueue } from "../../platform/jobs/job-queue.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { Outbound } from "../../platform/outbound/outbound.ts";
import type { Audit } from "../auth/index.ts";
import { createOffers } from "./answering/offers.ts";
import { createChannels } from "./channels/channels.service.ts";
import { createRenewal } from "./channels/renew.ts";
import { createNotices, type NoticesService } from "./deciding/notices.service.ts";
import { deliverJob, type Retry, usualRetry } from "./job-definitions.ts";
import { openKeys } from "./keeping/key-folder.ts";
import { notificationJobs, silenceLoop } from "./notifications.jobs.ts";
import { noteOccasions } from "./notifications.reactions.ts";
import { notificationRoutes } from "./notifications.routes.ts";
import { createNotificationsService } from "./notifications.service.ts";
import type { GiveAnswer, PersonaNames, ProjectNames, ToldAgents, ToldPeople } from "./ports.ts";
import { createDelivering } from "./sending/delivering.ts";
import { createSend } from "./sending/send.ts";

export interface NotificationsOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  audit: Audit;
  /** What is enqueued with what it follows from. */
  queue: JobQueue;
  agents: ToldAgents;
  people: ToldPeople;
  namesOf: ProjectNames;
  personaNamesOf: PersonaNames;
  answer: GiveAnswer;
  outbound: Outbound;
  /** Where the keys of notifications lie. */
  keyFolder: string;
  /** Where people find the web app. */
  origin(): string;
  /** How often a delivery is tried. */
  retry?: Retry;
}

export interface Notifications {
  /** Has people told what a bot says, as each wants it; false where nobody has a channel. */
  tell: NoticesService["tell"];
  routes: MountedRoute[];
  reactions: Reaction[];
  jobs: Job[];
  loops: Loop[];
}

/** Tells people away from the page what needs them, by the ways they chose. */
export function createNotifications({ keyFolder, ...options }: NotificationsOptions): Notifications {
  const retry = options.retry ?? usualRetry;
  const deliver = deliverJob(retry);
  const keys = openKeys(keyFolder);
  const shared = { ...options, keys, deliver, retry };
  const offers = createOffers(shared);
  const channels = createChannels(shared);
  const notices = createNotices(shared);
  const delivering = createDelivering({ ...shared, offers, send: createSend(shared) });
  const service = createNotificationsService({ ...shared, channels });
  return {
    tell: notices.tell,
    routes: notificationRoutes({
      ...options,
      ...{ service, channels, offers, keys, renew: createRenewal(shared) },
    }),
    reactions: [noteOccasions(notices)],
    jobs: notificationJobs(notices, delivering, deliver),
    loops: [silenceLoop(notices)],
  };
}
