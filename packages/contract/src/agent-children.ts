import { z } from "zod";
import { Agent } from "./agents.ts";
import { Id, PageQuery, pageOf } from "./common.ts";
import { defineRoute } from "./route.ts";

/** An agent that another one started. */
export const ChildAgent = Agent.extend({
  /** How many turns it has. */
  turns: z.number().int(),
  /** The call of a tool that started it; null while that is not told. */
  startedByTurnId: Id.nullable(),
}).meta({ id: "ChildAgent" });
export type ChildAgent = z.infer<typeof ChildAgent>;

export const listChildren = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/children",
  permission: "read",
  summary: "Agents that this one started itself, oldest first, with the calls that started them",
  params: z.object({ agentId: Id }),
  query: PageQuery,
  replies: { 200: pageOf(ChildAgent) },
  errors: ["agents.not_found", "request.cursor_invalid"],
});
