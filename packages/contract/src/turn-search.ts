import { z } from "zod";
import { Actor, Agent, Intent } from "./agents.ts";
import { Backend, Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineRoute } from "./route.ts";

/** A turn in which every word was found, with the place of the first of them. */
export const TurnHit = z
  .object({
    turnId: Id,
    commandId: Id.nullable(),
    actor: Actor,
    intent: Intent,
    tool: z.string().nullable(),
    at: Instant,
    agent: Agent.pick({
      id: true,
      title: true,
      agentType: true,
      backend: true,
      projectId: true,
      parentId: true,
    }),
    /** What stands around the first word, in pieces; those that were asked for are hits. */
    snippet: z.array(z.object({ text: z.string(), hit: z.boolean() })),
  })
  .meta({ id: "TurnHit" });
export type TurnHit = z.infer<typeof TurnHit>;

export const searchTurns = defineRoute({
  method: "GET",
  path: "/api/turns/search",
  permission: "read",
  summary: "Turns that have every word, the latest first; the last word may be the beginning of one",
  query: PageQuery.extend({
    q: z.string().trim().min(1).max(200),
    agentId: Id.optional(),
    projectId: Id.optional().describe("With the worktrees of its repository"),
    backend: Backend.optional(),
  }),
  replies: { 200: pageOf(TurnHit) },
  errors: ["request.cursor_invalid"],
});
