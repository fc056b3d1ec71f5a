import { z } from "zod";
import { Answer } from "./answers.ts";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import {
  ChangedChannel,
  ChangedRules,
  ChannelKind,
  NewChannel,
  NotificationChannel,
  NotificationReason,
  PushSubscription,
} from "./notification-channels.ts";
import { defineRoute } from "./route.ts";

const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 22:00");
const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, "must be the name of a time zone, such as Europe/Berlin");

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** How a person wants to be told, by whatever channel. */
export const NotificationPreferences = z
  .object({
    timeZone: TimeZone,
    /** When they are left alone; may go over midnight. What is open at the end is told then. */
    quiet: z.object({ from: TimeOfDay, until: TimeOfDay }).nullable(),
    /** After how long an unanswered question is told again, once. */
    remindAfterMinutes: z.number().int().min(1).max(1_440).nullable(),
    /** More than so many within a minute by one channel become one. */
    digestAbove: z.number().int().min(1).max(100),
  })
  .meta({ id: "NotificationPreferences" });
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

export const usualPreferences: NotificationPreferences = {
  timeZone: "UTC",
  quiet: null,
  remindAfterMinutes: null,
  digestAbove: 5,
};

/** `gathered` is told by a digest; `dropped` was not to be sent any more. */
export const deliveryStates = ["waiting", "sent", "failed", "dropped", "gathered"] as const;
export const DeliveryState = z.enum(deliveryStates).meta({ id: "DeliveryState" });
export type DeliveryState = z.infer<typeof DeliveryState>;

export const DeliveryKind = z.enum(["notice", "reminder", "digest", "test"]).meta({ id: "DeliveryKind" });
export type DeliveryKind = z.infer<typeof DeliveryKind>;

/** What a channel sent or was to send, and what became of it. */
export const NotificationDelivery = z
  .object({
    id: Id,
    /** Null once the channel was removed. */
    channelId: Id.nullable(),
    channelKind: ChannelKind,
    channelName: z.string(),
    kind: DeliveryKind,
    reason: NotificationReason.nullable(),
    agentId: Id.nullable(),
    agentTitle: z.string().nullable(),
    questionId: Id.nullable(),
    state: DeliveryState,
    /** Why it was not sent. */
    why: z.string().nullable(),
    attempts: z.number().int(),
    /** Of the last try that failed. */
    error: z.string().nullable(),
    createdAt: Instant,
    dueAt: Instant,
    settledAt: Instant.nullable(),
  })
  .meta({ id: "NotificationDelivery" });
export type NotificationDelivery = z.infer<typeof NotificationDelivery>;

const ofChannel = z.object({ channelId: Id, userId: Id, kind: ChannelKind });
const channelEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    type,
    version: 1,
    producer: "notifications",
    consumers: ["web app"],
    summary,
    data: ofChannel,
  });

export const channelCreated = channelEvent(
  "notification_channel.created",
  "Somebody may be told by one more way",
);
export const channelChanged = channelEvent(
  "notification_channel.changed",
  "A channel's name or rules changed",
);
export const channelRemoved = channelEvent("notification_channel.removed", "A channel is no more");

const settled = z.object({
  deliveryId: Id,
  channelId: Id,
  channelKind: ChannelKind,
  userId: Id,
  kind: DeliveryKind,
  reason: NotificationReason.nullable(),
  questionId: Id.nullable(),
  /** The browser whose open page shows it. */
  deviceId: Id.nullable(),
});
const deliveryEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    type,
    version: 1,
    producer: "notifications",
    consumers: ["web app"],
    summary,
    data: settled,
  });

export const notificationDelivered = deliveryEvent("notification.delivered", "A channel took a notification");
export const notificationFailed = deliveryEvent(
  "notification.failed",
  "A notification could not be sent, and is not tried again by itself",
);

export const notificationEvents = [
  notificationDelivered,
  notificationFailed,
  channelCreated,
  channelChanged,
  channelRemoved,
] as const;

const ChannelParam = z.object({ channelId: Id });

export const listChannels = defineRoute({
  method: "GET",
  path: "/api/notifications/channels",
  permission: "read",
  summary: "The ways by which the caller is told, the newest first",
  query: PageQuery,
  replies: { 200: pageOf(NotificationChannel) },
  errors: ["notifications.no_person", "request.cursor_invalid"],
});

export const createChannel = defineRoute({
  method: "POST",
  path: "/api/notifications/channels",
  permission: "operate",
  summary: "Adds a way by which the caller is told; a device's takes the place of its earlier one",
  body: NewChannel,
  replies: {
    201: z.object({
      channel: NotificationChannel,
      /** What a webhook is signed with, where it was made here; never shown again. */
      secret: z.string().nullable(),
    }),
  },
  errors: [
    "auth.watched_agent",
    "notifications.no_person",
    "notifications.too_many",
    "notifications.target_refused",
  ],
});

export const changeChannel = defineRoute({
  method: "PATCH",
  path: "/api/notifications/channels/:channelId",
  permission: "operate",
  summary: "Renames a channel, switches it on or off, lets it carry content, or gives it another address",
  params: ChannelParam,
  body: ChangedChannel,
  replies: { 200: NotificationChannel },
  errors: [
    "auth.watched_agent",
    "notifications.no_person",
    "notifications.channel_not_found",
    "notifications.other_kind",
    "notifications.target_refused",
  ],
});

export const renewPushChannel = defineRoute({
  method: "POST",
  path: "/api/notifications/renewals",
  permission: "public",
  summary:
    "Gives a browser's channel its new subscription: that it is the same browser it shows by the old one's address",
  body: z.strictObject({
    endpoint: z.string().min(1).max(2_000).describe("Of the subscription that is no more"),
    subscription: PushSubscription,
  }),
  replies: { 204: null },
  errors: ["auth.watched_agent", "notifications.renewal_refused", "outbound.unknown_host"],
});

export const removeChannel = defineRoute({
  method: "DELETE",
  path: "/api/notifications/channels/:channelId",
  permission: "operate",
  summary: "Forgets a channel and what it takes to reach it",
  params: ChannelParam,
  replies: { 204: null },
  errors: ["auth.watched_agent", "notifications.no_person", "notifications.channel_not_found"],
});

export const changeChannelRules = defineRoute({
  method: "PUT",
  path: "/api/notifications/channels/:channelId/rules",
  permission: "operate",
  summary: "Says what a channel is wanted for, everywhere or for one project",
  params: ChannelParam,
  body: ChangedRules,
  replies: { 200: NotificationChannel },
  errors: [
    "auth.watched_agent",
    "notifications.no_person",
    "notifications.channel_not_found",
    "notifications.project_not_found",
    "notifications.persona_not_found",
  ],
});

export const testChannel = defineRoute({
  method: "POST",
  path: "/api/notifications/channels/:channelId/test",
  permission: "operate",
  summary: "Sends a word by a channel; the delivery tells what became of it",
  params: ChannelParam,
  replies: { 202: z.object({ deliveryId: Id }) },
  errors: ["auth.watched_agent", "notifications.no_person", "notifications.channel_not_found"],
});

export const getPreferences = defineRoute({
  method: "GET",
  path: "/api/notifications/preferences",
  permission: "read",
  summary: "How the caller wants to be told",
  replies: { 200: NotificationPreferences },
  errors: ["notifications.no_person"],
});

export const setPreferences = defineRoute({
  method: "PUT",
  path: "/api/notifications/preferences",
  permission: "operate",
  summary: "Says how the caller wants to be told",
  body: NotificationPreferences,
  replies: { 200: NotificationPreferences },
  errors: ["auth.watched_agent", "notifications.no_person"],
});

export const listDeliveries = defineRoute({
  method: "GET",
  path: "/api/notifications/deliveries",
  permission: "read",
  summary: "What the caller was told or was to be, the latest first",
  query: PageQuery.extend({ state: DeliveryState.optional() }),
  replies: { 200: pageOf(NotificationDelivery) },
  errors: ["notifications.no_person", "request.cursor_invalid"],
});

export const getDelivery = defineRoute({
  method: "GET",
  path: "/api/notifications/deliveries/:deliveryId",
  permission: "read",
  summary: "One delivery to the caller",
  params: z.object({ deliveryId: Id }),
  replies: { 200: NotificationDelivery },
  errors: ["notifications.no_person", "notifications.delivery_not_found"],
});

export const getPushKey = defineRoute({
  method: "GET",
  path: "/api/notifications/push-key",
  permission: "read",
  summary: "The public key by which push services know this server (VAPID)",
  replies: { 200: z.object({ publicKey: z.string() }) },
});

export const setLook = defineRoute({
  method: "PUT",
  path: "/api/notifications/looks/:deviceId",
  permission: "read",
  summary: "Tells what a device's page shows: it is not told of that agent for a while",
  params: z.object({ deviceId: Id }),
  body: z.strictObject({
    agentId: Id.nullable().describe("Null where nothing is seen any more"),
  }),
  replies: { 204: null },
  errors: ["notifications.no_person", "notifications.no_page"],
});

export const answerByNotification = defineRoute({
  method: "POST",
  path: "/api/notifications/answers",
  permission: "public",
  summary:
    "Answers by a notification's button: its token works once, for its question alone, from its device",
  body: z.strictObject({
    token: z.string().min(1).max(1_000),
    endpoint: z.string().max(2_000).describe("Of the subscription that the notification came by"),
  }),
  replies: { 200: Answer },
  errors: [
    "notifications.token_refused",
    "auth.watched_agent",
    "questions.not_found",
    "answers.key_reused",
    "answers.unfit",
    "answers.stale",
    "answers.unreachable",
    "answers.undelivered",
    "answers.untold",
  ],
});
