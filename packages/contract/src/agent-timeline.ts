import { z } from "zod";
import { Outcome } from "./agents.ts";
import { Id, Instant } from "./common.ts";
import { defineRoute } from "./route.ts";

/** What took a time; without an end it goes on. */
const Span = z.object({ from: Instant, to: Instant.nullable() });
/** The turn it begins with, where one is known. */
const TurnId = Id.nullable();

/** What an agent did over time, a lane for each kind of thing. */
export const Timeline = z
  .object({
    from: Instant,
    to: Instant,
    commands: z.array(
      Span.extend({ id: Id, title: z.string().nullable(), outcome: Outcome.nullable(), turnId: TurnId }),
    ),
    /** It waited for a person. */
    waits: z.array(Span.extend({ id: Id, text: z.string(), turnId: TurnId })),
    /** Calls of tools; those that lie close together in the window are counted as one stretch, and so are those that run. */
    tools: z.array(
      Span.extend({ tool: z.string(), calls: z.number().int(), failed: z.number().int(), turnId: Id }),
    ),
    children: z.array(
      Span.extend({ id: Id, title: z.string().nullable(), agentType: z.string().nullable() }),
    ),
    /** More lies in the window than is listed: the latest are. */
    more: z.boolean(),
  })
  .meta({ id: "Timeline" });
export type Timeline = z.infer<typeof Timeline>;

export const getTimeline = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/timeline",
  permission: "read",
  summary: "What an agent did over time: commands, waits for a person, calls of tools, child agents",
  params: z.object({ agentId: Id }),
  query: z.object({
    from: Instant.optional().describe("Where the window begins; by default with the agent"),
    to: Instant.optional().describe("Where it ends; by default with what was seen last"),
  }),
  replies: { 200: Timeline },
  errors: ["agents.not_found"],
});
