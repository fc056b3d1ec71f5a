import type { Agents } from "../modules/agents/index.ts";
import type { Answers } from "../modules/answers/index.ts";
import { type Attention, createAttention } from "../modules/attention/index.ts";
import type { Auth } from "../modules/auth/index.ts";
import { createNotifications, type Notifications } from "../modules/notifications/index.ts";
import type { Organisation } from "../modules/organisation/index.ts";
import type { Projects } from "../modules/projects/index.ts";
import type { EventLog } from "../platform/events/events.ts";
import type { JobQueue } from "../platform/jobs/job-queue.ts";
import { createOutbound } from "../platform/outbound/outbound.ts";
import type { Platform } from "./platform.ts";

interface Around {
  auth: Pick<Auth, "api">;
  answers: Pick<Answers, "api">;
  agents: Pick<Agents, "api">;
  projects: Pick<Projects, "api">;
  organisation: Pick<Organisation, "api">;
  events: EventLog;
  queue: JobQueue;
}

/** What tells people that they are needed: on the page, and away from it. */
export function tellersOver(
  { config, db, clock, origin }: Platform,
  { auth, answers, agents, projects, organisation, events, queue }: Around,
): { attention: Attention; notifications: Notifications } {
  const shared = { db, clock, events, agents: agents.api, namesOf: projects.api.namesOf };
  const attention = createAttention({
    ...shared,
    waysTo: answers.api.waysTo,
    version: config.version,
    demo: config.demo,
  });
  const notifications = createNotifications({
    ...{ ...shared, origin, queue },
    personaNamesOf: organisation.api.namesOf,
    audit: auth.api.audit,
    people: auth.api,
    answer: answers.api.answer,
    outbound: createOutbound({ allowed: config.outboundNetworks }),
    keyFolder: config.notificationKeys,
  });
  return { attention, notifications };
}
