import type { Answers } from "../modules/answers/index.ts";
import type { Auth } from "../modules/auth/index.ts";
import type { NotificationsOptions } from "../modules/notifications/index.ts";
import { createNotifications, type Notifications } from "../modules/notifications/index.ts";
import { createOutbound } from "../platform/outbound/outbound.ts";
import type { Platform } from "./platform.ts";

interface Around extends Pick<NotificationsOptions, "events" | "queue" | "agents" | "namesOf"> {
  auth: Pick<Auth, "api">;
  answers: Pick<Answers, "api">;
}

/** How people are told of what the other modules know. */
export const notificationsOver = (
  { config, db, clock, origin }: Platform,
  { auth, answers, ...around }: Around,
): Notifications =>
  createNotifications({
    ...{ ...around, db, clock, origin },
    audit: auth.api.audit,
    people: auth.api,
    answer: answers.api.answer,
    outbound: createOutbound({ allowed: config.outboundNetworks }),
    keyFolder: config.notificationKeys,
  });
