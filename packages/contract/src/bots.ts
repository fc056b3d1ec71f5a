import { z } from "zod";
import { Allowed, nothingMore } from "./allowed.ts";
import { BotBackend, ChainLink, ModelName, namesItsProgram } from "./chain.ts";
import { Id, Instant, isText, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import {
  Access,
  AskMinutes,
  Checkout,
  Execution,
  ExecutionBudget,
  ExecutionTarget,
  WorkspaceKind,
} from "./executions.ts";
import { Outcome } from "./outcomes.ts";
import { defineRoute } from "./route.ts";

const Name = z.string().trim().min(1).max(100).refine(isText, "must be text");

/** Something that a template asks for. */
export const BotVariable = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,39}$/, "must be lower-case letters, digits and underscores, a letter first"),
    description: z.string().trim().max(200).default(""),
    /** Taken where nothing is given; without one it must be given. */
    default: z.string().max(10_000).refine(isText, "must be text").optional(),
  })
  .meta({ id: "BotVariable" });
export type BotVariable = z.infer<typeof BotVariable>;

const needFolder: ReadonlySet<Outcome["kind"]> = new Set(["file", "branch", "pull_request"]);

/** What a person writes of a bot, whether it fits together or not. */
export const BotFields = z.strictObject({
  name: Name,
  prompt: z
    .string()
    .trim()
    .min(1)
    .max(50_000)
    .refine(isText, "must be text")
    .describe("A template, in Liquid"),
  variables: z.array(BotVariable).max(30).default([]),
  backend: BotBackend.default("claude"),
  model: ModelName.nullable().default(null),
  accountId: Id.nullable().default(null).describe("Null for any account of its CLI"),
  programId: Id.optional().describe("Which program, where its CLI is one"),
  fallbacks: z
    .array(ChainLink)
    .max(5)
    .default([])
    .describe("What is tried instead, one after the other, where that before can't be used"),
  retries: z
    .int()
    .min(0)
    .max(5)
    .default(2)
    .describe("How often a fault that passes by itself is tried again, each time after a longer while"),
  access: Access.default("read"),
  askMinutes: AskMinutes.default(null).describe(
    "For how long a person is asked for what it may not do; null where that is refused at once. Only Claude Code asks",
  ),
  allowed: Allowed.default(nothingMore).describe("What it may do beside what its access gives"),
  workspace: WorkspaceKind.default("none"),
  projectId: Id.nullable().default(null),
  timeoutMinutes: z
    .int()
    .min(1)
    .max(24 * 60)
    .default(30),
  concurrency: z.int().min(1).max(20).default(1).describe("How many of its executions run at once"),
  queue: z
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .describe("How many of its executions may wait; what triggers start beyond that is left, and shown"),
  resultSchema: z
    .record(z.string(), z.unknown())
    .refine((schema) => JSON.stringify(schema).length <= 20_000, "must be no longer than 20,000 characters")
    .refine((schema) => isText(JSON.stringify(schema)), "must be text")
    .nullable()
    .default(null)
    .describe("A JSON Schema that the result must be valid against"),
  budget: ExecutionBudget.nullable().default(null).describe("What each execution may take"),
  outcomes: z.array(Outcome).max(10).default([]).describe("What each execution leaves behind"),
});

/** The same as a bot may have it. */
export const BotContent = BotFields.refine(
  ({ outcomes, workspace }) => workspace !== "none" || !outcomes.some(({ kind }) => needFolder.has(kind)),
  {
    path: ["outcomes"],
    message: "must have a folder to work in: a file, a branch and a pull request come from there",
  },
)
  .refine(namesItsProgram, {
    path: ["programId"],
    message: "says which program, where the CLI is `program`",
  })
  .refine(({ workspace, projectId }) => workspace === "none" || projectId !== null, {
    path: ["projectId"],
    message: "must be a project: it works in that one's files",
  })
  .refine(({ variables }) => new Set(variables.map(({ name }) => name)).size === variables.length, {
    path: ["variables"],
    message: "must have names of their own",
  })
  .meta({ id: "BotContent" });
export type BotContent = z.infer<typeof BotContent>;

/** A saved automation. */
export const Bot = z
  .object({
    id: Id,
    /** Counts up with each change. */
    version: z.number().int(),
    content: BotContent,
    enabled: z.boolean(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: "Bot" });
export type Bot = z.infer<typeof Bot>;

const BotId = z.object({ botId: Id });
/** Why what is written of a bot may be refused. */
export const contentErrors = [
  "bots.template_invalid",
  "bots.not_found",
  "executions.schema_invalid",
  "projects.not_found",
  "auth.watched_agent",
] as const;

export const listBots = defineRoute({
  method: "GET",
  path: "/api/bots",
  permission: "read",
  summary: "Bots by name",
  query: PageQuery,
  replies: { 200: pageOf(Bot) },
  errors: ["request.cursor_invalid"],
});

export const getBot = defineRoute({
  method: "GET",
  path: "/api/bots/:botId",
  permission: "read",
  summary: "One bot",
  params: BotId,
  replies: { 200: Bot },
  errors: ["bots.not_found"],
});

export const createBot = defineRoute({
  method: "POST",
  path: "/api/bots",
  permission: "operate",
  summary: "Makes a bot; a template that asks for what is no variable is refused",
  body: BotContent,
  replies: { 201: Bot },
  errors: contentErrors,
});

export const changeBot = defineRoute({
  method: "PUT",
  path: "/api/bots/:botId",
  permission: "operate",
  summary: "Writes a bot anew, as its next version; `version` is the one that was seen",
  params: BotId,
  body: z.strictObject({ version: z.int().min(1), content: BotContent, enabled: z.boolean() }),
  replies: { 200: Bot },
  errors: [...contentErrors, "bots.stale"],
});

/** A record leaves a key of this name out without a word. */
const leftOut = "__proto__";
const Variables = z
  .preprocess(
    (given: Record<string, string>, context) => {
      if (Object.hasOwn(Object(given), leftOut))
        context.addIssue({ code: "custom", path: [leftOut], message: "is no variable of the bot" });
      return given;
    },
    z.record(z.string(), z.string().max(10_000).refine(isText, "must be text")),
  )
  .default({});

export const previewBot = defineRoute({
  method: "POST",
  path: "/api/bots/preview",
  permission: "read",
  summary: "What a template becomes with these values",
  body: z.strictObject({
    prompt: z.string().max(50_000),
    variables: z.array(BotVariable).max(30).default([]),
    values: Variables,
  }),
  replies: { 200: z.object({ prompt: z.string() }) },
  errors: ["bots.template_invalid", "bots.value_missing"],
});

export const startBot = defineRoute({
  method: "POST",
  path: "/api/bots/:botId/executions",
  permission: "operate",
  summary: "Starts an execution of a bot",
  params: BotId,
  body: z.strictObject({
    key: z
      .string()
      .regex(/^[\x21-\x7e]{1,100}$/, "must be 1 to 100 printable characters")
      .describe("Chosen by who asks, for this start alone: the same again is the same execution"),
    values: Variables,
    checkout: Checkout.optional().describe("What it works on, in a worktree or a clone"),
    target: ExecutionTarget.nullable().default(null),
  }),
  replies: { 202: Execution },
  errors: [
    "bots.not_found",
    "bots.disabled",
    "bots.value_missing",
    "bots.value_unknown",
    "bots.template_invalid",
    "executions.key_reused",
    "executions.budget_spent",
    "projects.not_found",
    "auth.watched_agent",
  ],
});

const Told = z.object({ botId: Id, name: z.string(), version: z.number().int() });
const botEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({ ...{ type, version: 1, producer: "bots", consumers: ["web app"], summary }, data: Told });

export const botCreated = botEvent("bot.created", "A bot was made");
export const botUpdated = botEvent("bot.updated", "A bot was written anew, switched off or on");

export const botEvents = [botCreated, botUpdated] as const;
