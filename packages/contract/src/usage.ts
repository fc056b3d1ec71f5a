import { z } from "zod";
import { BotBackend } from "./chain.ts";
import { Id, Instant } from "./common.ts";
import { defineRoute } from "./route.ts";

/** What answers of models took. Money is in millionths of a dollar. */
export const Usage = z
  .object({
    answers: z.number().int(),
    /** Tokens in, without what came from the cache or went into it. */
    input: z.number().int(),
    output: z.number().int(),
    cacheRead: z.number().int(),
    cacheWrite: z.number().int(),
    /** Of the answers that have a price; null where none has. */
    costMicros: z.number().int().nullable(),
    /** Answers of models that have no price. */
    unpriced: z.number().int(),
  })
  .meta({ id: "Usage" });
export type Usage = z.infer<typeof Usage>;

export const ModelUsage = Usage.extend({ model: z.string().nullable() }).meta({ id: "ModelUsage" });
export type ModelUsage = z.infer<typeof ModelUsage>;

/** What an agent took, with its child agents. */
export const AgentUsage = z
  .object({
    total: Usage,
    byModel: z.array(ModelUsage),
    /** What the CLI itself said that the session cost, and when: `total` counts on from it. */
    reported: z.object({ costMicros: z.number().int(), at: Instant }).nullable(),
  })
  .meta({ id: "AgentUsage" });
export type AgentUsage = z.infer<typeof AgentUsage>;

export const getAgentUsage = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/usage",
  permission: "read",
  summary: "What an agent and its child agents took: tokens and cost, by model",
  params: z.object({ agentId: Id }),
  replies: { 200: AgentUsage },
  errors: ["agents.not_found"],
});

/** What executions took together. */
export const TakenSum = z
  .object({
    /** That began; of those that went on with another model or account, where they began. */
    executions: z.number().int(),
    attempts: z.number().int(),
    tokens: z.number().int(),
    /** Of what has a price, in millionths of a dollar. */
    costMicros: z.number().int(),
    minutes: z.number().int(),
  })
  .meta({ id: "TakenSum" });
export type TakenSum = z.infer<typeof TakenSum>;

export const takenGroupings = ["bot", "project", "model", "account"] as const;
export const TakenGrouping = z.enum(takenGroupings).meta({ id: "TakenGrouping" });
export type TakenGrouping = z.infer<typeof TakenGrouping>;

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day: 2026-12-31");

export const TakenDay = TakenSum.extend({ day: Day }).meta({ id: "TakenDay" });
export type TakenDay = z.infer<typeof TakenDay>;

export const TakenGroup = z
  .object({
    /** Of a bot, a project or an account; null where it has none, and of a model. */
    id: Id.nullable(),
    /** Of a model, which is null where the CLI chose it. */
    model: z.object({ backend: BotBackend, name: z.string().nullable() }).nullable(),
    /** What an account was called last; null for others. */
    name: z.string().nullable(),
    sum: TakenSum,
    /** Those on which something began, in order. */
    days: z.array(TakenDay),
  })
  .meta({ id: "TakenGroup" });
export type TakenGroup = z.infer<typeof TakenGroup>;

export const getTaken = defineRoute({
  method: "GET",
  path: "/api/usage/executions",
  permission: "read",
  summary: "What executions took that began in a time, by day, and by bot, project, model or account",
  query: z.object({
    by: TakenGrouping.default("bot"),
    from: Day.optional().describe("The first day, in UTC; without it, 30 days up to the last"),
    until: Day.optional().describe("The last day; without it, today"),
  }),
  replies: {
    200: z.object({
      from: Day,
      until: Day,
      sum: TakenSum,
      days: z.array(TakenDay),
      /** The 20 that cost most, then by tokens. */
      groups: z.array(TakenGroup),
      /** Of all others together; null where there are none. */
      rest: TakenSum.nullable(),
    }),
  },
  errors: ["usage.range_invalid"],
});
