import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { defineEvent } from "./event.ts";
import { RepositoryName } from "./github.ts";
import { NotificationLevel } from "./notification-channels.ts";
import { defineRoute } from "./route.ts";

const isText = (text: string) => text.isWellFormed() && !text.includes("\u0000");
/** In Liquid, over the bot's values and what became of the execution. */
const template = (longest: number) =>
  z.string().trim().min(1).max(longest).refine(isText, "must be text").describe("A template, in Liquid");

/** `failed` is whatever went wrong: failed, timed out, interrupted. One that was cancelled is `always` alone. */
export const outcomeTimes = ["succeeded", "failed", "always"] as const;
export const OutcomeTime = z.enum(outcomeTimes).meta({ id: "OutcomeTime" });
export type OutcomeTime = z.infer<typeof OutcomeTime>;
const when = OutcomeTime.default("succeeded");

const result = "{{ result }}";
const branch = template(200).default("signalbox/{{ execution.id }}");
const message = template(2_000).default("{{ execution.bot }}");
const repository = RepositoryName.nullable()
  .default(null)
  .describe("Where the execution is not about one of its own");

/** On the pull request or issue that the execution is about; the bot's comment there is written anew. */
const Comment = z.strictObject({ kind: z.literal("comment"), when, body: template(20_000).default(result) });

/** The result is JSON, `{summary, comments: [{path, line, body}]}`. */
const Review = z.strictObject({ kind: z.literal("review"), when });

/** On the commit that the execution is about. */
const Status = z.strictObject({
  kind: z.literal("status"),
  when: OutcomeTime.default("always"),
  context: template(200).default("signalbox/{{ execution.bot }}"),
  description: template(2_000).default("{{ execution.state }}"),
});

/** Commits what was changed, and pushes it. */
const Branch = z.strictObject({ kind: z.literal("branch"), when, name: branch, message });

/** The same, and a pull request from it; one that is open is written anew. */
const PullRequest = z.strictObject({
  kind: z.literal("pull_request"),
  when,
  repository,
  branch,
  /** Null for the repository's default branch. */
  base: template(200).nullable().default(null),
  title: template(1_000).default("{{ execution.bot }}"),
  body: template(20_000).default(result),
  message,
  draft: z.boolean().default(false),
});

const Issue = z.strictObject({
  kind: z.literal("issue"),
  when,
  repository,
  title: template(1_000).default("{{ execution.bot }}"),
  body: template(20_000).default(result),
  labels: z.array(z.string().trim().min(1).max(50).refine(isText, "must be text")).max(10).default([]),
});

/** In the folder that the execution works in. */
const File = z.strictObject({
  kind: z.literal("file"),
  when,
  path: template(500),
  content: template(20_000).default(result),
});

/** Signed as https://www.standardwebhooks.com says. */
const Webhook = z.strictObject({
  kind: z.literal("webhook"),
  when,
  url: z
    .url({ protocol: /^https?$/, message: "must be an address that begins with https:// or http://" })
    .max(2_000),
  text: template(20_000).default(result),
});

/** Tells people, by the channels that they chose. */
const Notification = z.strictObject({
  kind: z.literal("notification"),
  when,
  title: template(1_000).default("{{ execution.bot }}"),
  body: template(20_000).default(result),
  level: NotificationLevel.default("usual"),
});

/** Starts another bot. */
const StartBot = z.strictObject({
  kind: z.literal("bot"),
  when,
  botId: Id,
  values: z.record(z.string().max(40), template(10_000)).default({}),
});

/** What an execution of a bot leaves behind. */
export const Outcome = z
  .discriminatedUnion("kind", [
    Comment,
    Review,
    Status,
    Branch,
    PullRequest,
    Issue,
    File,
    Webhook,
    Notification,
    StartBot,
  ])
  .meta({ id: "Outcome" });
export type Outcome = z.infer<typeof Outcome>;

export const outcomeKinds = [
  ...[
    "comment",
    "review",
    "status",
    "branch",
    "pull_request",
    "issue",
    "file",
    "webhook",
    "notification",
    "bot",
  ],
] as const satisfies readonly Outcome["kind"][];
export const OutcomeKind = z.enum(outcomeKinds).meta({ id: "OutcomeKind" });
export type OutcomeKind = z.infer<typeof OutcomeKind>;

export const outcomeStates = ["pending", "done", "failed", "skipped"] as const;
export const OutcomeState = z.enum(outcomeStates).meta({ id: "OutcomeState" });
export type OutcomeState = z.infer<typeof OutcomeState>;

/** One outcome of an execution, and how it went. */
export const ExecutionOutcome = z
  .object({
    /** Its place among the bot's outcomes, from 0. */
    position: z.number().int(),
    kind: OutcomeKind,
    state: OutcomeState,
    attempts: z.number().int(),
    /** Why it is not done, or what is to be said of it. */
    reason: z.string().nullable(),
    /** What it made. */
    made: z.object({
      url: z.string().nullable(),
      number: z.number().int().nullable(),
      sha: z.string().nullable(),
      executionId: Id.nullable(),
    }),
    /** When it is tried next, while it is pending. */
    nextAt: Instant.nullable(),
    settledAt: Instant.nullable(),
  })
  .meta({ id: "ExecutionOutcome" });
export type ExecutionOutcome = z.infer<typeof ExecutionOutcome>;

export const retryOutcome = defineRoute({
  method: "POST",
  path: "/api/executions/:executionId/outcomes/:position/retry",
  permission: "operate",
  summary: "Tries an outcome again that failed",
  params: z.object({ executionId: Id, position: z.coerce.number().int().min(0).max(9) }),
  replies: { 202: ExecutionOutcome },
  errors: ["outcomes.not_found", "outcomes.not_failed", "auth.watched_agent"],
});

const OfBot = z.object({ botId: Id });

export const getSigningSecret = defineRoute({
  method: "GET",
  path: "/api/bots/:botId/signing-secret",
  permission: "read",
  summary: "Since when a bot's webhooks have a secret that they are signed with, without the secret",
  params: OfBot,
  replies: { 200: z.object({ madeAt: Instant.nullable() }) },
  errors: ["bots.not_found"],
});

export const createSigningSecret = defineRoute({
  method: "POST",
  path: "/api/bots/:botId/signing-secret",
  permission: "admin",
  summary: "Makes the secret anew that a bot's webhooks are signed with; it is told this once",
  params: OfBot,
  replies: { 201: z.object({ secret: z.string() }) },
  errors: ["bots.not_found", "auth.watched_agent"],
});

const outcomeEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    ...{ type, version: 1, producer: "outcomes", consumers: ["web app"], summary },
    data: z.object({
      executionId: Id,
      position: z.number().int(),
      kind: OutcomeKind,
      reason: z.string().nullable(),
      url: z.string().nullable(),
    }),
  });

export const outcomeCompleted = outcomeEvent("outcome.completed", "What an execution leaves behind is there");
export const outcomeFailed = outcomeEvent("outcome.failed", "What an execution was to leave behind failed");

export const outcomeEvents = [outcomeCompleted, outcomeFailed] as const;
