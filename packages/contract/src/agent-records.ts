import { z } from "zod";
import { Agent } from "./agents.ts";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

const AgentId = z.object({ agentId: Id });
const Ticket = { ticket: z.string().max(200).optional() };

/** Something observed about an agent, as it is stored: secrets redacted, cut to size. */
export const AgentSignal = z
  .object({
    id: Id,
    event: z.string(),
    source: z.enum(["hook", "transcript", "terminal", "process", "answer", "protocol"]),
    receivedAt: Instant,
    error: z.string().nullable(),
    correlationId: z.string(),
    payload: z.unknown(),
  })
  .meta({ id: "AgentSignal" });
export type AgentSignal = z.infer<typeof AgentSignal>;

export const listAgentSignals = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/signals",
  permission: "read",
  summary: "What was observed about an agent, the newest first",
  params: AgentId,
  query: PageQuery,
  replies: { 200: pageOf(AgentSignal) },
  errors: ["agents.not_found", "request.cursor_invalid"],
});

/** A file that tools of an agent, or of the agents it started, were told to change. */
export const TouchedFile = z
  .object({
    path: z.string(),
    changes: z.number().int(),
    failed: z.number().int(),
    lastAt: Instant,
    /** The last call that touched it, and whose it was. */
    turnId: Id,
    agentId: Id,
  })
  .meta({ id: "TouchedFile" });
export type TouchedFile = z.infer<typeof TouchedFile>;

export const listTouchedFiles = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/files",
  permission: "read",
  summary: "Files that an agent and those it started changed with their tools, the last touched first",
  params: AgentId,
  replies: {
    200: z.object({
      items: z.array(TouchedFile),
      /** More were touched than are listed. */
      more: z.boolean(),
    }),
  },
  errors: ["agents.not_found"],
});

export const exportFormats = ["markdown", "json"] as const;
export const exportAgent = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/export",
  permission: "read",
  summary: "An agent's whole conversation as one file; `?ticket=` opens it in a browser",
  params: AgentId,
  query: z.object({ format: z.enum(exportFormats).default("markdown"), ...Ticket }),
  replies: { 200: z.string() },
  errors: ["agents.not_found"],
  contentType: "text/plain",
});

export const recordAgent = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/recording",
  permission: "read",
  summary: "What was heard of an agent and what was told of it, as a recording that a test can replay",
  params: AgentId,
  query: z.object(Ticket),
  replies: { 200: z.string() },
  errors: ["agents.not_found"],
  contentType: "application/json",
});

export const eraseAgent = defineRoute({
  method: "DELETE",
  path: "/api/agents/:agentId",
  permission: "operate",
  summary: "Forget an agent with its commands, turns, questions and signals, and the agents it started",
  params: AgentId,
  query: z.object({
    force: z
      .enum(["true", "false"])
      .default("false")
      .transform((word) => word === "true")
      .describe("Also one that has not ended: it begins anew when it is heard of again"),
  }),
  replies: { 204: null },
  errors: ["agents.not_found", "agents.live"],
});

export const archiveAgent = defineRoute({
  method: "PUT",
  path: "/api/agents/:agentId/archived",
  permission: "operate",
  summary: "Put an ended agent away, or bring it back: lists leave out what was put away",
  params: AgentId,
  body: z.object({ archived: z.boolean() }),
  replies: { 200: Agent },
  errors: ["agents.not_found", "agents.live"],
});

export const agentArchived = defineEvent({
  type: "agent.archived",
  version: 1,
  producer: "agents",
  consumers: ["web app"],
  summary: "An ended agent was put away, or brought back",
  data: z.object({ archived: z.boolean() }),
});

export const agentPersonaGiven = defineEvent({
  type: "agent.persona_given",
  version: 1,
  producer: "agents",
  consumers: ["web app"],
  summary: "An agent was started as a persona",
  data: z.object({ personaId: Id }),
});

export const agentErased = defineEvent({
  type: "agent.erased",
  version: 1,
  producer: "agents",
  consumers: ["web app"],
  summary: "An agent was forgotten with all that it did; it is the subject, as nothing refers to it any more",
  data: z.object({}),
});

export const agentRecordEvents = [agentArchived, agentPersonaGiven, agentErased] as const;
