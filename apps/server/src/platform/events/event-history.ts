import type { EventEnvelope } from "@signalbox/contract/event";
import { AppError } from "../../kernel/errors.ts";
import type { Queryable } from "../database/database.ts";
import {
  type LastOfAgents,
  readCauses,
  readCorrelated,
  readLastOfAgents,
  readNeighbours,
  readNewestUpTo,
  readTimeline,
} from "./event-lookups.ts";
import { readEvent } from "./event-store.ts";
import { type EventSearchPage, type FoundEvents, searchEvents } from "./search-events.ts";

/** The log as it is looked back at: in any order, and by what an event tells. */
export interface EventHistory {
  search(page: EventSearchPage): Promise<FoundEvents>;
  /** @throws AppError `events.not_found` */
  get(position: bigint): Promise<EventEnvelope>;
  /**
   * The newest event at or before a position.
   * @throws AppError `events.not_found`
   */
  newestUpTo(position: bigint): Promise<EventEnvelope>;
  /** Events of one correlation id, the oldest first. */
  correlated(correlationId: string, limit: number): Promise<EventEnvelope[]>;
  /** Those events among the causes, whatever else is named as one. */
  causes(causes: readonly string[]): Promise<EventEnvelope[]>;
  /** The newest events of each of these agents as of a position, all together the oldest first. */
  lastOfAgents(wanted: LastOfAgents): Promise<EventEnvelope[]>;
  /** The nearest events of these types before and after a position. */
  neighbours(
    position: bigint,
    types: readonly string[],
  ): Promise<{ previous: bigint | null; next: bigint | null }>;
  /** Where the log stood when, at evenly spread positions. */
  timeline(points: number): Promise<{ position: string; at: string }[]>;
}

const noEvent = (position: bigint) =>
  new AppError("not_found", "events.not_found", `No event ${position} is kept`);

export const createEventHistory = (read: Queryable): EventHistory => {
  const found = (position: bigint, event: EventEnvelope | undefined): EventEnvelope => {
    if (event === undefined) throw noEvent(position);
    return event;
  };
  return {
    search: (page) => searchEvents(read, page),
    get: async (position) => found(position, await readEvent(read, position)),
    newestUpTo: async (position) => found(position, await readNewestUpTo(read, position)),
    correlated: (correlationId, limit) => readCorrelated(read, correlationId, limit),
    causes: (causes) => readCauses(read, causes),
    lastOfAgents: (wanted) => readLastOfAgents(read, wanted),
    neighbours: (position, types) => readNeighbours(read, position, types),
    timeline: (points) => readTimeline(read, points),
  };
};
