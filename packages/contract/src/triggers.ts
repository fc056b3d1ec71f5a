import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

const isText = (text: string) => text.isWellFormed() && !text.includes("\u0000");
const Words = (most: number) => z.string().trim().min(1).max(most).refine(isText, "must be text");

/** A JMESPath expression over what came. */
const Expression = z.string().trim().min(1).max(2_000).refine(isText, "must be text");
const Filter = Expression.nullable().default(null);
/** What variables of the bot are given. */
const Values = z
  .record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), Expression)
  .default({})
  .refine((values) => Object.keys(values).length <= 30, "must be 30 at most");

export const githubEvents = [
  "pull_request",
  "push",
  "issues",
  "issue_comment",
  "check_run",
  "workflow_run",
] as const;
export const GithubEvent = z.enum(githubEvents).meta({ id: "GithubEvent" });
export type GithubEvent = z.infer<typeof GithubEvent>;

/** The names of what a trigger on GitHub gives by itself, for whoever writes a template. */
export const githubValues = [
  ...["repository", "event", "action", "actor", "number", "title", "body", "author", "url"],
  ...["branch", "head", "commit", "comment", "arguments", "conclusion"],
] as const;

const Globs = z.array(Words(300)).max(50).default([]);

/** Begins on what a source delivers. */
const WebhookTrigger = z.strictObject({
  kind: z.literal("webhook"),
  sourceId: Id,
  filter: Filter,
  values: Values,
});

/** Begins on what GitHub tells of a repository. */
const GithubTrigger = z.strictObject({
  kind: z.literal("github"),
  sourceId: Id,
  repository: z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, "must be owner/name"),
  events: z.array(GithubEvent).min(1),
  /** Such as `opened`; none takes all. */
  actions: z
    .array(z.string().regex(/^[a-z_]{1,40}$/))
    .max(30)
    .default([]),
  /** Of the branch that is worked on, or that a pull request goes to; none takes all. */
  branches: Globs,
  /** Of files that changed; one is enough, none takes all. */
  paths: Globs,
  /** What a comment begins with, such as `/review`; comments are looked at for this alone. */
  command: z
    .string()
    .regex(/^\/[a-z][a-z0-9-]{0,39}$/, "must be a slash and a word")
    .nullable()
    .default(null),
  /** Who may: those that can write to the repository, or anybody. */
  from: z.enum(["writers", "anyone"]).default("writers"),
  filter: Filter,
  values: Values,
});

/** Begins by the clock. */
const ScheduleTrigger = z.strictObject({
  kind: z.literal("schedule"),
  cron: z.string().trim().min(1).max(100),
  timeZone: z.string().min(1).max(60).default("UTC"),
  /** Each time is put off by so much at most, always the same for the same time. */
  jitterSeconds: z.int().min(0).max(3_600).default(0),
  /** What becomes of times at which no server ran. */
  missed: z.enum(["skip", "once", "all"]).default("once"),
  values: z.record(z.string(), z.string().max(10_000)).default({}),
});

/** Begins on an event of Signalbox. */
const EventTrigger = z.strictObject({
  kind: z.literal("event"),
  /** Types of events, or families: `execution.finished`, `agent.*`. */
  types: z
    .array(
      z.string().regex(/^[a-z_]+\.(?:[a-z_]+|\*)$/, "must be a type such as execution.finished, or agent.*"),
    )
    .min(1)
    .max(20),
  filter: Filter,
  values: Values,
  perHour: z.int().min(1).max(1_000).default(30).describe("How often it begins in an hour, at most"),
});

/** The names of what a trigger on an address gives by itself. */
export const pollValues = ["url", "status", "body", "found"] as const;

const isBare = (address: string) => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url === undefined || (url.username === "" && url.password === "");
};

/** Begins where an address answers something else than before. */
const PollTrigger = z.strictObject({
  kind: z.literal("poll"),
  url: z
    .url({ protocol: /^https?$/, error: "must be an address, with http:// or https:// before it" })
    .max(2_000)
    .refine(isBare, "must be without a name and a password"),
  everyMinutes: z.int().min(1).max(1_440).default(15),
  compare: Expression.nullable()
    .default(null)
    .describe("Finds what is compared in the JSON that is answered; null compares all of what is answered"),
  filter: Filter,
  values: Values,
  perHour: z.int().min(1).max(60).default(30).describe("How often it begins in an hour, at most"),
});

/** The names of what a trigger on files gives by itself. */
export const watchValues = ["project", "paths"] as const;

/** Begins where files of a project change. */
const WatchTrigger = z.strictObject({
  kind: z.literal("watch"),
  projectId: z.uuid("must be a project"),
  /** Globs, within the project. */
  paths: z
    .array(
      Words(300).refine((path) => !/^(?:[!/]|\.\.?\/)/.test(path), "must be a pattern within the project"),
    )
    .min(1)
    .max(50),
  debounceSeconds: z
    .int()
    .min(1)
    .max(300)
    .default(5)
    .describe("It begins once nothing has changed for so long"),
  filter: Filter,
  values: Values,
  perHour: z.int().min(1).max(1_000).default(30).describe("How often it begins in an hour, at most"),
});

export const TriggerContent = z
  .discriminatedUnion("kind", [
    WebhookTrigger,
    GithubTrigger,
    ScheduleTrigger,
    EventTrigger,
    PollTrigger,
    WatchTrigger,
  ])
  .meta({ id: "TriggerContent" });
export type TriggerContent = z.infer<typeof TriggerContent>;
export type TriggerKind = TriggerContent["kind"];

/** What starts a bot without a person. */
export const Trigger = z
  .object({
    id: Id,
    botId: Id,
    content: TriggerContent,
    enabled: z.boolean(),
    createdAt: Instant,
    updatedAt: Instant,
    /** When it comes due; of a schedule, and of an address that is asked. */
    nextAt: Instant.nullable(),
    /** What keeps it from finding out whether to begin; it tries again. */
    fault: z.string().nullable(),
    /** Whether its address is shown an Authorization header; what that says is never given back. */
    hasAuthorization: z.boolean(),
  })
  .meta({ id: "Trigger" });
export type Trigger = z.infer<typeof Trigger>;

/** `overflow`: it matched, and the bot had too many waiting, or it began too often. */
export const firingOutcomes = ["started", "unmatched", "overflow", "refused"] as const;
export const FiringOutcome = z.enum(firingOutcomes).meta({ id: "FiringOutcome" });
export type FiringOutcome = z.infer<typeof FiringOutcome>;

/** What a trigger made of something that came. */
export const Firing = z
  .object({
    id: Id,
    /** Null where the trigger is gone. */
    triggerId: Id.nullable(),
    bot: z.object({ id: Id, name: z.string() }),
    kind: z.enum(["webhook", "github", "schedule", "event", "poll", "watch"]),
    at: Instant,
    outcome: FiringOutcome,
    reason: z.string(),
    executionId: Id.nullable(),
    deliveryId: Id.nullable(),
  })
  .meta({ id: "Firing" });
export type Firing = z.infer<typeof Firing>;

const TriggerId = z.object({ triggerId: Id });

export const listTriggers = defineRoute({
  method: "GET",
  path: "/api/triggers",
  permission: "read",
  summary: "Triggers, the oldest first",
  query: PageQuery.extend({ botId: Id.optional() }),
  replies: { 200: pageOf(Trigger) },
  errors: ["request.cursor_invalid"],
});

const triggerErrors = [
  "bots.not_found",
  "triggers.source_not_found",
  "triggers.expression_invalid",
  "triggers.value_unknown",
  "triggers.value_missing",
  "triggers.cron_invalid",
  "triggers.style_unfit",
  "projects.not_found",
  "triggers.project_unfit",
  "auth.watched_agent",
] as const;

export const createTrigger = defineRoute({
  method: "POST",
  path: "/api/bots/:botId/triggers",
  permission: "operate",
  summary: "Lets something start a bot",
  params: z.object({ botId: Id }),
  body: z.strictObject({ content: TriggerContent, enabled: z.boolean().default(true) }),
  replies: { 201: Trigger },
  errors: triggerErrors,
});

export const changeTrigger = defineRoute({
  method: "PUT",
  path: "/api/triggers/:triggerId",
  permission: "operate",
  summary: "Writes a trigger anew",
  params: TriggerId,
  body: z.strictObject({ content: TriggerContent, enabled: z.boolean() }),
  replies: { 200: Trigger },
  errors: [...triggerErrors, "triggers.not_found"],
});

export const authorizeTrigger = defineRoute({
  method: "PUT",
  path: "/api/triggers/:triggerId/authorization",
  permission: "operate",
  summary: "Says what a trigger shows its address in the Authorization header; null shows nothing",
  params: TriggerId,
  body: z.strictObject({
    authorization: z
      .string()
      .trim()
      .regex(/^[\x20-\x7e]{1,4000}$/, "must be 1 to 4000 printable characters, such as Bearer and a key")
      .nullable(),
  }),
  replies: { 200: Trigger },
  errors: ["triggers.not_found", "triggers.not_polled", "auth.watched_agent"],
});

export const removeTrigger = defineRoute({
  method: "DELETE",
  path: "/api/triggers/:triggerId",
  permission: "operate",
  summary: "Removes a trigger; what it started stays",
  params: TriggerId,
  replies: { 204: null },
  errors: ["triggers.not_found", "auth.watched_agent"],
});

export const tryTrigger = defineRoute({
  method: "POST",
  path: "/api/bots/:botId/triggers/try",
  permission: "read",
  summary: "What a trigger would make of a delivery that came: whether it matches, and the prompt",
  params: z.object({ botId: Id }),
  body: z.strictObject({ content: TriggerContent, deliveryId: Id }),
  replies: { 200: z.object({ matches: z.boolean(), reason: z.string(), prompt: z.string().nullable() }) },
  errors: [...triggerErrors, "triggers.delivery_not_found", "triggers.not_tried"],
});

export const listFirings = defineRoute({
  method: "GET",
  path: "/api/triggers/:triggerId/firings",
  permission: "read",
  summary: "What a trigger made of what came, the newest first",
  params: TriggerId,
  query: PageQuery,
  replies: { 200: pageOf(Firing) },
  errors: ["triggers.not_found", "request.cursor_invalid"],
});

const triggerData = z.object({ triggerId: Id, botId: Id, kind: z.string() });
const triggerEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    ...{ type, version: 1, producer: "triggers", consumers: ["web app"], summary },
    data: triggerData,
  });
export const triggerCreated = triggerEvent("trigger.created", "Something may start a bot now");
export const triggerUpdated = triggerEvent("trigger.updated", "A trigger was written anew");
export const triggerRemoved = triggerEvent("trigger.removed", "A trigger was removed");

export const triggerEvents = [triggerCreated, triggerUpdated, triggerRemoved] as const;
