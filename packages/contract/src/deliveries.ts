import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";
import { Firing } from "./triggers.ts";

const isText = (text: string) => text.isWellFormed() && !text.includes("\u0000");

/**
 * How a source proves what it sends: `github` and `hmac` sign the body (`X-Hub-Signature-256`, `X-Signature-256`),
 * `standard` signs id, time and body (Standard Webhooks), `gitlab` and `bearer` send the secret itself.
 */
export const sourceStyles = ["github", "gitlab", "standard", "hmac", "bearer"] as const;
export const SourceStyle = z.enum(sourceStyles).meta({ id: "SourceStyle" });
export type SourceStyle = z.infer<typeof SourceStyle>;

const SourceContent = z.strictObject({
  name: z.string().trim().min(1).max(100).refine(isText, "must be text"),
  style: SourceStyle,
  perMinute: z
    .int()
    .min(1)
    .max(100_000)
    .default(1_200)
    .describe("How many deliveries it may send in a minute, to each node"),
  enabled: z.boolean().default(true),
});

/** Where deliveries come from: an address of its own, and a secret that proves them. */
export const Source = z
  .object({
    id: Id,
    ...SourceContent.shape,
    /** Where it delivers to. */
    url: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
    lastDeliveryAt: Instant.nullable(),
  })
  .meta({ id: "Source" });
export type Source = z.infer<typeof Source>;

/** Shown once: nobody reads it again. */
const SourceWithSecret = Source.extend({ secret: z.string() }).meta({ id: "SourceWithSecret" });

const Secret = z
  .string()
  .regex(/^[\x21-\x7e]{16,500}$/, "must be 16 to 500 printable characters without spaces");

/** `refused`: it was not proved, or can't be read; nothing was made of it, and its body is not kept. */
export const deliveryStates = ["received", "handled", "refused"] as const;
export const DeliveryState = z.enum(deliveryStates).meta({ id: "DeliveryState" });
export type DeliveryState = z.infer<typeof DeliveryState>;

/** Something that a source sent. */
export const Delivery = z
  .object({
    id: Id,
    source: z.object({ id: Id, name: z.string() }),
    /** The sender's own id of it. */
    externalId: z.string().nullable(),
    /** What it is about, as the sender says: `pull_request.opened`. */
    event: z.string().nullable(),
    state: DeliveryState,
    reason: z.string().nullable(),
    at: Instant,
    bytes: z.int(),
    /** How often it came again. */
    duplicates: z.int(),
    /** How many executions it started. */
    started: z.int(),
    replayOf: Id.nullable(),
  })
  .meta({ id: "Delivery" });
export type Delivery = z.infer<typeof Delivery>;

export const DeliveryDetail = Delivery.extend({
  /** Secrets taken out. */
  body: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  firings: z.array(Firing),
}).meta({ id: "DeliveryDetail" });
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

const SourceId = z.object({ sourceId: Id });
const DeliveryId = z.object({ deliveryId: Id });

export const listSources = defineRoute({
  method: "GET",
  path: "/api/sources",
  permission: "read",
  summary: "Where deliveries come from, by name",
  query: PageQuery,
  replies: { 200: pageOf(Source) },
  errors: ["request.cursor_invalid"],
});

export const createSource = defineRoute({
  method: "POST",
  path: "/api/sources",
  permission: "operate",
  summary: "Makes a source; its secret is shown this once",
  body: SourceContent.extend({ secret: Secret.optional().describe("Made where none is given") }),
  replies: { 201: SourceWithSecret },
  errors: ["triggers.secret_unfit", "auth.watched_agent"],
});

export const changeSource = defineRoute({
  method: "PUT",
  path: "/api/sources/:sourceId",
  permission: "operate",
  summary: "Changes a source; its secret stays",
  params: SourceId,
  body: SourceContent.omit({ style: true }),
  replies: { 200: Source },
  errors: ["triggers.source_not_found", "auth.watched_agent"],
});

export const renewSourceSecret = defineRoute({
  method: "POST",
  path: "/api/sources/:sourceId/secret",
  permission: "operate",
  summary: "Gives a source another secret, shown this once; the old one proves nothing any more",
  params: SourceId,
  body: z.strictObject({ secret: Secret.optional() }),
  replies: { 200: SourceWithSecret },
  errors: ["triggers.source_not_found", "triggers.secret_unfit", "auth.watched_agent"],
});

export const removeSource = defineRoute({
  method: "DELETE",
  path: "/api/sources/:sourceId",
  permission: "operate",
  summary: "Removes a source with what it delivered; one that a trigger needs stays",
  params: SourceId,
  replies: { 204: null },
  errors: ["triggers.source_not_found", "triggers.source_needed", "auth.watched_agent"],
});

export const deliver = defineRoute({
  method: "POST",
  path: "/api/sources/:sourceId/deliveries",
  permission: "public",
  summary:
    "Takes a delivery from outside, proved as its source does: stored first, looked at behind the reply",
  params: SourceId,
  delivery: true,
  replies: { 202: z.object({ deliveryId: Id, duplicate: z.boolean() }) },
  errors: [
    "triggers.source_not_found",
    "triggers.delivery_unproved",
    "triggers.delivery_stale",
    "triggers.delivery_malformed",
    "triggers.too_many_deliveries",
    "triggers.busy",
  ],
});

export const listDeliveries = defineRoute({
  method: "GET",
  path: "/api/deliveries",
  permission: "read",
  summary: "Deliveries, the newest first",
  query: PageQuery.extend({
    sourceId: Id.optional(),
    state: DeliveryState.optional(),
    text: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .describe("Part of the body, the event or the sender's id"),
  }),
  replies: { 200: pageOf(Delivery) },
  errors: ["request.cursor_invalid"],
});

export const getDelivery = defineRoute({
  method: "GET",
  path: "/api/deliveries/:deliveryId",
  permission: "read",
  summary: "One delivery, with what each trigger made of it and why",
  params: DeliveryId,
  replies: { 200: DeliveryDetail },
  errors: ["triggers.delivery_not_found"],
});

export const replayDelivery = defineRoute({
  method: "POST",
  path: "/api/deliveries/:deliveryId/replay",
  permission: "operate",
  summary: "Lets the triggers, as they are now, look at a delivery once more",
  params: DeliveryId,
  replies: { 202: Delivery },
  errors: ["triggers.delivery_not_found", "triggers.delivery_refused", "auth.watched_agent"],
});

export const deliveryHandled = defineEvent({
  ...{ type: "delivery.handled", version: 1, producer: "triggers", consumers: ["web app"] },
  summary: "The triggers have looked at something that a source sent",
  data: z.object({ deliveryId: Id, sourceId: Id, event: z.string().nullable(), started: z.int() }),
});
