import { z } from "zod";
import { Instant, PageQuery, pageOf } from "./common.ts";
import { EventEnvelope, Position } from "./event.ts";
import { defineRoute } from "./route.ts";

/** A parameter given twice arrives as a list. */
const joined = (given: string | readonly string[]): unknown =>
  typeof given === "string" ? given : given.join(",");

const listOf = <T extends z.ZodType<string, string>>(item: T) =>
  z.preprocess(
    joined,
    z
      .string()
      .transform((words) => words.split(",").filter((word) => word !== ""))
      .pipe(z.array(item).max(50)),
  );

/** A type of event, or with `.*` a family of them. */
const EventTypeFilter = z
  .string()
  .max(100)
  .regex(/^[\w-]+\.(?:[\w-]+|\*)$/, "Give a type such as command.opened, or a family such as command.*");

/** An id to compare with: ids are written small. */
const IdFilter = z.uuid().toLowerCase();

/** Filters of the log and the stream; several values are separated by commas, or the parameter is given again. */
export const EventFilter = z.object({
  /** Event types; `command.*` takes a family. */
  type: listOf(EventTypeFilter).optional(),
  projectId: listOf(IdFilter).optional(),
  agentId: listOf(IdFilter).optional(),
});

/** What a search of the log may ask besides. */
export const EventSearch = EventFilter.extend({
  correlationId: z.string().min(1).max(100).optional(),
  /** Who caused it: `agent`, `api_key:<id>`, or a kind such as `sign_in`. */
  actor: z.string().min(1).max(100).optional(),
  since: Instant.optional(),
  until: Instant.optional(),
  /** A part of any id that the event carries. */
  text: z.string().min(1).max(100).optional(),
});
export type EventSearch = z.infer<typeof EventSearch>;

export const listEvents = defineRoute({
  method: "GET",
  path: "/api/events",
  permission: "read",
  summary: "The event log, oldest first or newest first",
  query: PageQuery.extend({
    ...EventSearch.shape,
    order: z.enum(["oldest", "newest"]).default("oldest"),
    after: Position.optional().describe(
      "Only events after this position; with a cursor of the oldest first, which knows its own, it says nothing",
    ),
  }),
  replies: {
    200: pageOf(EventEnvelope).extend({
      /** Where a search that found less than a page stopped looking for now: the cursor goes on from there. */
      searchedTo: Position.nullable(),
    }),
  },
  errors: ["request.cursor_invalid"],
});

export const getEvent = defineRoute({
  method: "GET",
  path: "/api/events/:position",
  permission: "read",
  summary: "One event",
  params: z.object({ position: Position }),
  replies: { 200: EventEnvelope },
  errors: ["events.not_found"],
});

/**
 * Server-sent events: `id` is the position, `event` the type, `data` the envelope.
 * Replays after `Last-Event-ID` (or `?after=`), then follows. A position that can't be resumed from is
 * answered by an event `reset` whose data is `{"position": newest}`. Comments are heartbeats.
 */
export const streamEvents = defineRoute({
  method: "GET",
  path: "/api/events/stream",
  permission: "read",
  summary: "The event log as a stream (SSE)",
  query: EventFilter.extend({
    after: z.string().max(100).optional(),
    ticket: z.string().max(200).optional(),
  }),
  replies: { 200: EventEnvelope },
  contentType: "text/event-stream",
});

/** The web app's socket: same topics as the stream, see LiveRequest and LiveMessage. */
export const liveSocket = defineRoute({
  method: "GET",
  path: "/api/live",
  permission: "read",
  summary: "The event log over a WebSocket",
  query: z.object({ ticket: z.string().max(200).optional() }),
  replies: { 101: null },
});

/** What a client says on the socket. `subscribe` replaces the subscription before it. */
export const LiveRequest = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("subscribe"),
    /** Resume after this position; without it, follow from now. */
    after: z.string().max(100).optional(),
    types: z.array(EventTypeFilter).max(50).optional(),
    projectIds: z.array(IdFilter).max(50).optional(),
    agentIds: z.array(IdFilter).max(50).optional(),
  }),
  z.object({ kind: z.literal("ping") }),
  /** Everything up to this position is shown; said only of events with a `traceparent`, and how long the last took. */
  z.object({ kind: z.literal("shown"), position: Position, tookMs: z.number().min(0).max(3_600_000) }),
]);
export type LiveRequest = z.infer<typeof LiveRequest>;

/** What the server says on the socket. */
export const LiveMessage = z.discriminatedUnion("kind", [
  /** The subscription stands; events up to `position` were replayed or are older. */
  z.object({ kind: z.literal("subscribed"), position: Position }),
  z.object({ kind: z.literal("events"), events: z.array(EventEnvelope) }),
  /** The asked position can't be resumed from: fetch everything anew and go on from here. */
  z.object({ kind: z.literal("reset"), position: Position, reason: z.string() }),
  z.object({ kind: z.literal("pong") }),
  z.object({ kind: z.literal("error"), code: z.string(), detail: z.string() }),
]);
export type LiveMessage = z.infer<typeof LiveMessage>;
