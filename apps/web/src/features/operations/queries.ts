import type { EventEnvelope } from "@signalbox/contract/event";
import { getEventChain, getEventTimeline, getPastBoard } from "@signalbox/contract/event-history";
import { getEvent, listEvents } from "@signalbox/contract/events";
import type { ReplyOf } from "@signalbox/contract/route";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { beginOf, type EventsFilter } from "./events/search.ts";
import { eventKeys } from "./keys.ts";

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

/** What an event led to may still be going on. */
const chainAgesMs = 2_000;

export const chainQuery = (correlationId: string) =>
  queryOptions({
    queryKey: eventKeys.chain(correlationId),
    queryFn: ({ signal }) => api.call(getEventChain, { params: { correlationId }, signal }),
    staleTime: chainAgesMs,
  });

/** The largest position there can be: the board of now. */
const latest = "9223372036854775807";

/** The board as of an event; while another one is on its way, the one before stays. */
export const pastBoardQuery = (position: string = latest) =>
  queryOptions({
    queryKey: eventKeys.board(position),
    queryFn: ({ signal }) => api.call(getPastBoard, { params: { position }, signal }),
    placeholderData: keepPreviousData,
    ...(position === latest ? { staleTime: 0 } : {}),
  });

export const timelineQuery = queryOptions({
  queryKey: eventKeys.timeline,
  queryFn: ({ signal }) => api.call(getEventTimeline, { signal }),
  staleTime: 60_000,
});
