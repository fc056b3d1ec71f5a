import { z } from "zod";
import { Id, Instant } from "./common.ts";

/** Why somebody is told, the most pressing first. */
export const notificationReasons = [
  "permission",
  "plan",
  "question",
  "failed",
  "rate_limited",
  "bot",
  "silence",
  "finished",
] as const;
export const NotificationReason = z.enum(notificationReasons).meta({ id: "NotificationReason" });
export type NotificationReason = z.infer<typeof NotificationReason>;

/** How pressing it is what a bot tells. */
export const notificationLevels = ["low", "usual", "high"] as const;
export const NotificationLevel = z.enum(notificationLevels).meta({ id: "NotificationLevel" });
export type NotificationLevel = z.infer<typeof NotificationLevel>;

/** What a channel tells until somebody says otherwise. */
export const toldUnlessSaid: Readonly<Record<NotificationReason, boolean>> = {
  permission: true,
  plan: true,
  question: true,
  failed: true,
  rate_limited: true,
  bot: true,
  silence: false,
  finished: true,
};

export const channelKinds = ["web_push", "desktop", "ntfy", "slack", "webhook", "email"] as const;
export const ChannelKind = z.enum(channelKinds).meta({ id: "ChannelKind" });
export type ChannelKind = z.infer<typeof ChannelKind>;

const Wanted = z.partialRecord(NotificationReason, z.boolean());

/** What a channel is wanted for: for all, and where a project or a persona differs; a persona's word goes first. */
export const ChannelRules = z
  .object({
    everywhere: z.record(NotificationReason, z.boolean()),
    projects: z.array(z.object({ projectId: Id, wanted: Wanted })),
    personas: z.array(z.object({ personaId: Id, wanted: Wanted })).default([]),
  })
  .meta({ id: "ChannelRules" });
export type ChannelRules = z.infer<typeof ChannelRules>;

/** A way by which a person is told; what it takes to reach it is never shown again. */
export const NotificationChannel = z
  .object({
    id: Id,
    kind: ChannelKind,
    name: z.string(),
    /** Where it leads, as far as that may be seen. */
    target: z.string(),
    /** The browser it is for. */
    deviceId: Id.nullable(),
    /** Whether its buttons can answer. */
    canAnswer: z.boolean(),
    /** Whether it carries what agents ask, beside that they do. */
    content: z.boolean(),
    enabled: z.boolean(),
    /** Why it was switched off by itself; null where a person did, or where it is on. */
    offReason: z.string().nullable().default(null),
    rules: ChannelRules,
    createdAt: Instant,
  })
  .meta({ id: "NotificationChannel" });
export type NotificationChannel = z.infer<typeof NotificationChannel>;

const Name = z.string().trim().min(1).max(80);
const WebAddress = z.url({ protocol: /^https?$/ }).max(2_000);
const Secret = z.string().min(1).max(500);
const MailAddress = z.email().max(320);

const device = { name: Name, deviceId: Id };
const thirdParty = { name: Name, content: z.boolean().default(false) };
const base64url = /^[\w-]+={0,2}$/;

export const PushSubscription = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(2_000),
  keys: z.object({
    p256dh: z.string().regex(base64url).length(87),
    auth: z.string().regex(base64url).min(22).max(24),
  }),
});
export type PushSubscription = z.infer<typeof PushSubscription>;

const ntfyAddress = {
  kind: z.literal("ntfy"),
  server: WebAddress.default("https://ntfy.sh"),
  topic: z.string().regex(/^[\w-]{1,64}$/, "must be up to 64 letters, digits, - or _"),
  token: Secret.optional().describe("Where the topic asks for one"),
};
const slackAddress = {
  kind: z.literal("slack"),
  url: WebAddress.describe("Of an incoming webhook: whoever knows it may write there"),
};
const webhookAddress = { kind: z.literal("webhook"), url: WebAddress };
const emailAddress = {
  kind: z.literal("email"),
  to: MailAddress,
  from: MailAddress,
  host: z
    .string()
    .regex(/^[\w.-]{1,253}$|^\[[\da-f:]+\]$/i, "must be the name or address of a mail server")
    .describe("The mail server that takes it"),
  port: z.number().int().min(1).max(65_535).default(587),
  security: z
    .enum(["tls", "starttls", "none"])
    .default("starttls")
    .describe("`tls` from the first byte, `starttls` before anything is said, or none"),
  login: z.object({ user: z.string().min(1).max(320), password: Secret }).optional(),
};

/** What it takes to reach each kind. */
export const NewChannel = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("web_push"), ...device, subscription: PushSubscription }),
    z.strictObject({ kind: z.literal("desktop"), ...device }),
    z.strictObject({ ...thirdParty, ...ntfyAddress }),
    z.strictObject({ ...thirdParty, ...slackAddress }),
    z.strictObject({
      ...thirdParty,
      ...webhookAddress,
      secret: z
        .string()
        .regex(/^whsec_[A-Za-z0-9+/]{32,100}={0,2}$/, "must be whsec_ and 24 to 64 bytes in Base64")
        .optional()
        .describe("What it is signed with; made and shown once where none is given"),
    }),
    z.strictObject({ ...thirdParty, ...emailAddress }),
  ])
  .meta({ id: "NewChannel" });
export type NewChannel = z.infer<typeof NewChannel>;

/** Another address of a channel, whole: a token or login of the old one is not taken to it; a webhook is signed as before. */
export const ChannelAddress = z
  .discriminatedUnion("kind", [
    z.strictObject(ntfyAddress),
    z.strictObject(slackAddress),
    z.strictObject(webhookAddress),
    z.strictObject(emailAddress),
  ])
  .meta({ id: "ChannelAddress" });
export type ChannelAddress = z.infer<typeof ChannelAddress>;

export const ChangedChannel = z.strictObject({
  name: Name.optional(),
  content: z.boolean().optional(),
  enabled: z.boolean().optional(),
  address: ChannelAddress.optional().describe("Of the same kind; a browser has its own way"),
});

/** What is told by a channel of a project, or of a persona, or of all; null goes back to what holds without it. */
export const ChangedRules = z
  .strictObject({
    projectId: Id.nullable(),
    personaId: Id.nullable().default(null),
    wanted: z.partialRecord(NotificationReason, z.boolean().nullable()),
  })
  .refine(({ projectId, personaId }) => projectId === null || personaId === null, {
    path: ["personaId"],
    message: "must not be given with a project",
  });
