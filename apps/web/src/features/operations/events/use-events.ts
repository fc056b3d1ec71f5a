import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { eventsQuery } from "../queries.ts";
import { useEventTail } from "./event-tail.ts";
import { matches } from "./matches.ts";
import { mergeEvents } from "./merge.ts";
import type { EventsFilter } from "./search.ts";

/** Events that a filter takes, the newest first, and on with those that happen. */
export const useEvents = (filter: EventsFilter) => {
  const query = useInfiniteQuery(eventsQuery(filter));
  const tail = useEventTail();
  const { data, hasNextPage } = query;
  const events = useMemo(() => {
    if (data === undefined) return [];
    const now = Date.now();
    const told = tail.filter((event) => matches(filter, event, now));
    const last = data.searchedTo ?? data.events.at(-1)?.position ?? null;
    return mergeEvents({ read: data.events, told, reaches: hasNextPage ? last : null });
  }, [data, tail, filter, hasNextPage]);
  return { query, events };
};
