import type { EventsFilter } from "./events/search.ts";

export const eventKeys = {
  lists: ["events", "list"] as const,
  list: (filter: EventsFilter) => ["events", "list", filter] as const,
  one: (position: string) => ["events", "one", position] as const,
  chain: (correlationId: string) => ["events", "chain", correlationId] as const,
  board: (position: string) => ["events", "board", position] as const,
  timeline: ["events", "timeline"] as const,
};

export const healthKey = ["health"] as const;
export const hookKeys = { all: ["hook-health"] as const, parked: ["hook-health", "parked"] as const };

export const jobKeys = { all: ["jobs"] as const };
