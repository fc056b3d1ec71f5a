import { z } from "zod";
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
