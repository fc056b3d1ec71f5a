import { z } from "zod";
import { Id, Instant } from "./common.ts";

/** Where in the event log a fact stands; a decimal bigint, so that a client can resume. */
export const Position = z
  .string()
  .regex(/^\d{1,19}$/, { abort: true })
  .refine((text) => BigInt(text) <= 9_223_372_036_854_775_807n, "beyond the largest position");

export const Subject = z.object({ kind: z.string(), id: z.string() });

/** An event as it travels on the stream and the socket. */
export const EventEnvelope = z
  .object({
    position: Position,
    id: Id,
    type: z.string(),
    at: Instant,
    actor: z.string(),
    projectId: Id.nullable(),
    agentId: Id.nullable(),
    commandId: Id.nullable(),
    turnId: Id.nullable(),
    subject: Subject,
    correlationId: z.string(),
    causationId: z.string().nullable(),
    /** Where its trace goes on from, where one is recorded. */
    traceparent: z.string().optional(),
    version: z.number().int(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "EventEnvelope" });
export type EventEnvelope = z.infer<typeof EventEnvelope>;

/** A type of event: its name (`noun.past_participle`), payload, and who makes and hears it. */
export interface EventDefinition<T extends string = string, S extends z.ZodObject = z.ZodObject> {
  type: T;
  version: number;
  data: S;
  producer: string;
  consumers: readonly string[];
  summary: string;
}

export const defineEvent = <const T extends string, S extends z.ZodObject>(
  definition: EventDefinition<T, S>,
): EventDefinition<T, S> => definition;
