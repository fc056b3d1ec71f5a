import { z } from "zod";
import { Agent } from "./agents.ts";
import { AttentionItem } from "./attention.ts";
import { Id, Instant } from "./common.ts";
import { EventEnvelope, Position } from "./event.ts";
import { defineRoute } from "./route.ts";

/** A signal that events name as their cause. */
export const CausingSignal = z
  .object({
    id: Id,
    backend: z.string(),
    /** The CLI's own word for what was observed. */
    event: z.string(),
    receivedAt: Instant,
    agentId: Id.nullable(),
  })
  .meta({ id: "CausingSignal" });
export type CausingSignal = z.infer<typeof CausingSignal>;

/** All that one request, hook or job led to, and what led to it. */
export const EventChain = z
  .object({
    correlationId: z.string(),
    /** Oldest first. What an event causes carries its correlation id, so that every effect is here. */
    events: z.array(EventEnvelope),
    /** There are more events than these. */
    truncated: z.boolean(),
    /** Events of other chains that led to this one, by their causes. */
    causes: z.array(EventEnvelope),
    signals: z.array(CausingSignal),
  })
  .meta({ id: "EventChain" });
export type EventChain = z.infer<typeof EventChain>;

export const getEventChain = defineRoute({
  method: "GET",
  path: "/api/event-chains/:correlationId",
  permission: "read",
  summary: "All that one request, hook or job led to, and what led to it",
  params: z.object({ correlationId: z.string().min(1).max(100) }),
  replies: { 200: EventChain },
  errors: ["events.chain_not_found"],
});

/** The board as it stood right after an event, as far as the event log tells. */
export const PastBoard = z
  .object({
    /** The newest event at or before the one asked for. */
    event: EventEnvelope,
    agents: z.array(Agent),
    attention: z.array(AttentionItem),
    /** Agents that lived then and of which no event is kept from so long ago. */
    untold: z.number().int(),
    /** The events before and after that may have changed the board. */
    previous: Position.nullable(),
    next: Position.nullable(),
    oldest: Position,
    newest: Position,
  })
  .meta({ id: "PastBoard" });
export type PastBoard = z.infer<typeof PastBoard>;

export const getPastBoard = defineRoute({
  method: "GET",
  path: "/api/events/:position/board",
  permission: "read",
  summary: "The board as it stood right after an event, rebuilt from the event log",
  params: z.object({ position: Position }),
  replies: { 200: PastBoard },
  errors: ["events.not_found"],
});

/** Where the log stood at some of its positions: enough to draw how busy it was. */
export const EventTimeline = z
  .object({ points: z.array(z.object({ position: Position, at: Instant })) })
  .meta({ id: "EventTimeline" });
export type EventTimeline = z.infer<typeof EventTimeline>;

export const getEventTimeline = defineRoute({
  method: "GET",
  path: "/api/events/timeline",
  permission: "read",
  summary: "When the log stood where, at evenly spread positions",
  replies: { 200: EventTimeline },
});
