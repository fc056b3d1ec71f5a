import { type LogLine, listLogs } from "@signalbox/contract/logs";
import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { api } from "../../../lib/api.ts";
import type { LogsFilter } from "./search.ts";

const logsQuery = (filter: LogsFilter) =>
  infiniteQueryOptions({
    queryKey: ["logs", filter] as const,
    queryFn: ({ pageParam, signal }) =>
      api.call(listLogs, { query: { ...filter, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // The log goes on without an event that tells of it.
    staleTime: 0,
    gcTime: 0,
  });

/** How often the log is asked for new lines, and how many of those are kept. */
const pollMs = 2_000;
const keptLines = 1_000;

/** The log of the node that answers, the newest lines first, and on with those that are written. */
export const useLogs = (filter: LogsFilter) => {
  const query = useInfiniteQuery(logsQuery(filter));
  const [told, setTold] = useState<{ lines: readonly LogLine[]; end: string | null }>({
    lines: [],
    end: null,
  });
  const end = told.end ?? query.data?.pages[0]?.end ?? null;
  const readOn = useEffectEvent(async (signal: AbortSignal) => {
    if (end === null) return void query.refetch();
    const page = await api.call(listLogs, { query: { ...filter, limit: 200, after: end }, signal });
    if (signal.aborted) return;
    setTold(({ lines }) => ({
      lines: [...page.items.toReversed(), ...lines].slice(0, keptLines),
      end: page.end ?? end,
    }));
  });
  const isRead = query.data !== undefined;
  useEffect(() => {
    if (!isRead) return;
    const over = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const goOn = async () => {
      // While the server is away, the next try finds it again.
      await readOn(over.signal).catch(() => undefined);
      if (!over.signal.aborted) timer = setTimeout(goOn, pollMs);
    };
    timer = setTimeout(goOn, pollMs);
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [isRead]);
  const read = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const known = new Set(told.lines.map(({ position }) => position));
  return { query, lines: [...told.lines, ...read.filter(({ position }) => !known.has(position))] };
};
