import { pathOf, queryOf } from "@signalbox/client/client";
import { createTicket } from "@signalbox/contract/auth";
import { downloadExecutionLog, searchExecutionLog } from "@signalbox/contract/execution-log";
import { getExecutionLog } from "@signalbox/contract/executions";
import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../../lib/api.ts";
import { executionKeys } from "./keys.ts";

const hitsQuery = (executionId: string, text: string) =>
  infiniteQueryOptions({
    queryKey: [...executionKeys.one(executionId), "log-hits", text],
    queryFn: ({ pageParam: after, signal }) =>
      api.call(searchExecutionLog, { params: { executionId }, query: { text, after }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    enabled: text !== "",
  });

/** Places of a log with these words. A long log is searched a part at a time, until there is one more than `wanted`. */
export function useLogHits(executionId: string, text: string, wanted: number) {
  const query = useInfiniteQuery(hitsQuery(executionId, text));
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const hits = query.data?.pages.flatMap((page) => page.hits) ?? [];
  const lacks = hits.length <= wanted && hasNextPage;
  useEffect(() => {
    if (lacks && !isFetching && !isError) void fetchNextPage();
  }, [lacks, isFetching, isError, fetchNextPage]);
  return { hits, isMore: hasNextPage, isError, isSearching: text !== "" && (query.isPending || lacks) };
}

const linesAround = 20;

/** The lines before and behind one. */
export const aroundQuery = (executionId: string, number: number) =>
  queryOptions({
    queryKey: [...executionKeys.one(executionId), "log-around", number],
    queryFn: ({ signal }) =>
      api.call(getExecutionLog, {
        params: { executionId },
        query: { after: Math.max(0, number - 1 - linesAround), limit: 2 * linesAround + 1 },
        signal,
      }),
  });

/** Takes the log away as a file. A download sends no header: a ticket opens it. */
export const useLogFile = (executionId: string) =>
  useMutation({
    mutationFn: async () => {
      const { ticket } = await api.call(createTicket);
      const path = pathOf(downloadExecutionLog.path, { executionId });
      window.location.assign(`${api.baseUrl}${path}${queryOf({ ticket })}`);
    },
  });
