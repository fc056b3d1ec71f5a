import type { EventEnvelope } from "@signalbox/contract/event";
import { getEvent, listEvents } from "@signalbox/contract/events";
import type { ReplyOf } from "@signalbox/contract/route";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { beginOf, type EventsFilter } from "./events/search.ts";

export const eventKeys = {
  lists: ["events", "list"] as const,
  list: (filter: EventsFilter) => ["events", "list", filter] as const,
  one: (position: string) => ["events", "one", position] as const,
};

export interface EventList {
  events: readonly EventEnvelope[];
  /** How far the search came, where it found less than a page. */
  searchedTo: string | null;
}

const inOneList = ({ pages }: { pages: readonly ReplyOf<typeof listEvents>[] }): EventList => ({
  events: pages.flatMap(({ items }) => items),
  searchedTo: pages.at(-1)?.searchedTo ?? null,
});

/** Events that a filter takes, the newest first. */
export const eventsQuery = (filter: EventsFilter) =>
  infiniteQueryOptions({
    queryKey: eventKeys.list(filter),
    queryFn: ({ pageParam, signal }) => {
      const { last: _, until, ...rest } = filter;
      const query = {
        ...rest,
        since: beginOf(filter, Date.now()),
        until: until && new Date(until).toISOString(),
        order: "newest" as const,
        limit: 100,
        cursor: pageParam,
      };
      return api.call(listEvents, { query, signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: inOneList,
  });

export const eventQuery = (position: string) =>
  queryOptions({
    queryKey: eventKeys.one(position),
    queryFn: ({ signal }) => api.call(getEvent, { params: { position }, signal }),
  });
