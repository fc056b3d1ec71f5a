import { z } from "zod";
import { Id, Instant, isText, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

/** A type of events, a family of them, or all there are. */
const EventTypes = z
  .array(
    z
      .string()
      .regex(
        /^(?:\*|[a-z_]{1,50}\.(?:[a-z_]{1,50}|\*))$/,
        "must be a type such as execution.finished, execution.*, or *",
      ),
  )
  .min(1)
  .max(30);

const SubscriberContent = z.strictObject({
  name: z.string().trim().min(1).max(100).refine(isText, "must be text"),
  url: z
    .url({ protocol: /^https?$/, message: "must be an address that begins with https:// or http://" })
    .max(2_000),
  types: EventTypes.describe("Types of events, or families: `execution.finished`, `agent.*`, `*`"),
  projectId: Id.nullable().default(null).describe("Only events of this project"),
  botId: Id.nullable().default(null).describe("Only events of this bot and its executions"),
  enabled: z.boolean().default(true),
});

/** An address elsewhere that is told of events by signed webhooks. Its secret is never given back. */
export const Subscriber = z
  .object({
    id: Id,
    ...SubscriberContent.shape,
    /** Why Signalbox turned it off by itself. */
    disabledReason: z.string().nullable(),
    /** Until when messages are signed with the former secret, too. */
    formerSecretUntil: Instant.nullable(),
    /** Messages that are still to be sent, and those that were given up. */
    waiting: z.int(),
    dead: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: "Subscriber" });
export type Subscriber = z.infer<typeof Subscriber>;

/** Shown once: nobody reads it again. */
const SubscriberWithSecret = Subscriber.extend({ secret: z.string() }).meta({ id: "SubscriberWithSecret" });

/** `dead`: it was given up, until somebody has it sent again. */
export const messageStates = ["waiting", "sent", "dead"] as const;
export const MessageState = z.enum(messageStates).meta({ id: "MessageState" });
export type MessageState = z.infer<typeof MessageState>;

/** One event for one subscriber, and how the sending went. */
export const Message = z
  .object({
    id: Id,
    /** As the header `webhook-id` tells it at each try. */
    webhookId: z.string(),
    eventId: Id,
    type: z.string(),
    state: MessageState,
    attempts: z.int(),
    /** What the last try was answered. */
    status: z.int().nullable(),
    reason: z.string().nullable(),
    /** How long the last try took. */
    tookMs: z.int().nullable(),
    createdAt: Instant,
    /** When it is tried next, while it waits. */
    nextAt: Instant.nullable(),
    settledAt: Instant.nullable(),
  })
  .meta({ id: "Message" });
export type Message = z.infer<typeof Message>;

export const MessageDetail = Message.extend({ body: z.string() }).meta({ id: "MessageDetail" });
export type MessageDetail = z.infer<typeof MessageDetail>;

const OfSubscriber = z.object({ subscriberId: Id });
const OfMessage = OfSubscriber.extend({ messageId: Id });

export const listSubscribers = defineRoute({
  method: "GET",
  path: "/api/subscribers",
  permission: "admin",
  summary: "Addresses that are told of events by webhooks, by name",
  query: PageQuery,
  replies: { 200: pageOf(Subscriber) },
  errors: ["request.cursor_invalid"],
});

export const createSubscriber = defineRoute({
  method: "POST",
  path: "/api/subscribers",
  permission: "admin",
  summary: "Has an address told of events; the secret that signs them is shown this once",
  body: SubscriberContent,
  replies: { 201: SubscriberWithSecret },
  errors: ["projects.not_found", "bots.not_found", "auth.watched_agent"],
});

export const changeSubscriber = defineRoute({
  method: "PUT",
  path: "/api/subscribers/:subscriberId",
  permission: "admin",
  summary: "Changes a subscriber; its secret stays",
  params: OfSubscriber,
  body: SubscriberContent,
  replies: { 200: Subscriber },
  errors: ["subscribers.not_found", "projects.not_found", "bots.not_found", "auth.watched_agent"],
});

export const renewSubscriberSecret = defineRoute({
  method: "POST",
  path: "/api/subscribers/:subscriberId/secret",
  permission: "admin",
  summary: "Makes another secret, shown this once; for a day the former one signs beside it",
  params: OfSubscriber,
  replies: { 200: SubscriberWithSecret },
  errors: ["subscribers.not_found", "auth.watched_agent"],
});

export const removeSubscriber = defineRoute({
  method: "DELETE",
  path: "/api/subscribers/:subscriberId",
  permission: "admin",
  summary: "Removes a subscriber with all of its messages",
  params: OfSubscriber,
  replies: { 204: null },
  errors: ["subscribers.not_found", "auth.watched_agent"],
});

export const testSubscriber = defineRoute({
  method: "POST",
  path: "/api/subscribers/:subscriberId/test",
  permission: "admin",
  summary: "Sends a message that tests the way, once and at once, and answers how that went",
  params: OfSubscriber,
  replies: { 200: Message },
  errors: ["subscribers.not_found", "auth.watched_agent"],
});

export const listMessages = defineRoute({
  method: "GET",
  path: "/api/subscribers/:subscriberId/messages",
  permission: "admin",
  summary: "What was sent to a subscriber or is to be, the newest first",
  params: OfSubscriber,
  query: PageQuery.extend({ state: MessageState.optional() }),
  replies: { 200: pageOf(Message) },
  errors: ["subscribers.not_found", "request.cursor_invalid"],
});

export const getMessage = defineRoute({
  method: "GET",
  path: "/api/subscribers/:subscriberId/messages/:messageId",
  permission: "admin",
  summary: "One message, with its body",
  params: OfMessage,
  replies: { 200: MessageDetail },
  errors: ["subscribers.message_not_found"],
});

export const replayMessage = defineRoute({
  method: "POST",
  path: "/api/subscribers/:subscriberId/messages/:messageId/replay",
  permission: "admin",
  summary: "Sends a message again that was sent or given up, under the same webhook-id",
  params: OfMessage,
  replies: { 202: Message },
  errors: ["subscribers.message_not_found", "subscribers.message_waits", "auth.watched_agent"],
});

export const replayDeadMessages = defineRoute({
  method: "POST",
  path: "/api/subscribers/:subscriberId/replay",
  permission: "admin",
  summary: "Sends again all messages of a subscriber that were given up",
  params: OfSubscriber,
  replies: { 202: z.object({ replayed: z.int() }) },
  errors: ["subscribers.not_found", "auth.watched_agent"],
});

const subscriberEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    ...{ type, version: 1, producer: "subscribers", consumers: ["subscribers", "web app"], summary },
    data: z.object({ subscriberId: Id, name: z.string(), reason: z.string().nullable() }),
  });

export const subscriberCreated = subscriberEvent("subscriber.created", "An address is told of events");
export const subscriberChanged = subscriberEvent("subscriber.changed", "What an address is told has changed");
export const subscriberDisabled = subscriberEvent(
  "subscriber.disabled",
  "An address wants to be told no more, so that Signalbox turned it off",
);
export const subscriberRemoved = subscriberEvent("subscriber.removed", "An address is told nothing any more");

export const subscriberEvents = [
  subscriberCreated,
  subscriberChanged,
  subscriberDisabled,
  subscriberRemoved,
] as const;
