import type { EventDefinition, EventEnvelope } from "@signalbox/contract/event";
import type { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { Statement, Tx } from "../database/database.ts";

/** A fact about to be written; its position comes from the commit. */
export interface NewEvent {
  id: string;
  type: string;
  version: number;
  at: Date;
  actor: string;
  subject: { kind: string; id: string };
  projectId: string | null;
  agentId: string | null;
  commandId: string | null;
  turnId: string | null;
  correlationId: string;
  causationId: string | null;
  /** The span that wrote it, where a trace is recorded: what it leads to goes on from there. */
  traceparent?: string | undefined;
  data: Record<string, unknown>;
}

/** What an event needs besides its type and payload. */
export interface EventContext {
  at: Date;
  actor: string;
  subject: { kind: string; id: string };
  correlationId: string;
  projectId?: string | null;
  agentId?: string | null;
  commandId?: string | null;
  turnId?: string | null;
  causationId?: string | null;
  traceparent?: string | undefined;
}

/** Makes an event of a declared type; the payload is checked by the compiler. */
export const newEvent = <T extends string, S extends z.ZodObject>(
  definition: EventDefinition<T, S>,
  context: EventContext,
  data: z.input<S>,
): NewEvent => ({
  id: newId(),
  type: definition.type,
  version: definition.version,
  at: context.at,
  actor: context.actor,
  subject: context.subject,
  projectId: context.projectId ?? null,
  agentId: context.agentId ?? null,
  commandId: context.commandId ?? null,
  turnId: context.turnId ?? null,
  correlationId: context.correlationId,
  causationId: context.causationId ?? null,
  ...(context.traceparent === undefined ? {} : { traceparent: context.traceparent }),
  data: { ...data },
});

/** Narrows what is read; a field that is missing or empty narrows nothing. */
export interface EventFilter {
  /** Event types; `command.*` takes a family. */
  types?: readonly string[] | undefined;
  projectIds?: readonly string[] | undefined;
  agentIds?: readonly string[] | undefined;
}

/** The append-only log, strictly ordered by position. */
export interface EventLog {
  /** Collects events in the transaction that makes them true; they are numbered and inserted at its commit. */
  append(tx: Tx, ...events: readonly NewEvent[]): void;
  /**
   * The same for a batch: one statement with one parameter, or none. Put it last, or into a `with` of a larger one,
   * where it waits for the parts named in `after`; hand what it answers to `announce` after the commit.
   */
  statementsFor(events: readonly NewEvent[], after?: readonly string[]): Statement[];
  /** Wakes followers: there is something new in the log. What is handed over need not be read back. */
  announce(written?: WrittenEvents): void;
  /** Events after a position, oldest first. */
  read(after: bigint, filter: EventFilter, limit: number): Promise<EventEnvelope[]>;
  /** Positions of the oldest kept and the newest event; 0 where there is none. */
  range(): Promise<{ oldest: bigint; newest: bigint }>;
  /**
   * Replays after `after`, then follows live, without gap or double, until `signal` aborts. `deliver` gets
   * batches in order and is awaited, so that a slow follower slows only itself. The envelopes are shared with
   * other followers: read them only. Throws `PositionUnavailable` where the position can't be resumed from.
   */
  follow(options: {
    /** Who follows, in a word that few share; for those who watch how far behind followers are. */
    name?: string;
    after: bigint;
    filter: EventFilter;
    signal: AbortSignal;
    deliver: (events: readonly EventEnvelope[]) => Promise<void> | void;
    /** Told how far it came, through events too that the filter keeps out. */
    reached?: (position: bigint) => void;
  }): Promise<void>;
}

/** Events of a batch that was committed. */
export interface WrittenEvents {
  events: readonly NewEvent[];
  /** What the statement that inserted them answered. */
  rows: readonly Record<string, unknown>[];
}

/** The log can't be resumed from a position: it was never given out, or what followed it is gone. */
export class PositionUnavailable extends AppError {
  readonly reason: "future" | "expired";
  /** The newest event: where to go on from, once everything was fetched anew. */
  readonly newest: bigint;

  constructor(reason: "future" | "expired", asked: bigint, newest: bigint) {
    super(
      "invalid",
      `events.position_${reason}`,
      reason === "future"
        ? `Position ${asked} is beyond the newest event, ${newest}`
        : `Events after position ${asked} are no longer kept`,
    );
    this.name = "PositionUnavailable";
    this.reason = reason;
    this.newest = newest;
  }
}

/**
 * A module's reaction to events, run by one node at a time in the order of the log. The statements it answers are
 * committed together with its place in the log, so that each is done once. What it does besides may be done again
 * after a crash.
 */
export interface Reaction {
  name: string;
  types: readonly string[];
  /**
   * It does nothing but what it answers, and none of that becomes an event: however long the chain of causes, it ends
   * here. What it answers nothing to it may hear again, so that not each event costs a commit.
   */
  isSink?: true;
  handle(event: EventEnvelope, signal: AbortSignal): Promise<readonly Statement[] | undefined>;
}
