import { cancelExecution, getExecution, listExecutions } from "@signalbox/contract/executions";
import { retryOutcome } from "@signalbox/contract/outcomes";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { type ExecutionFilter, executionKeys } from "./keys.ts";

export const executionsQuery = (filter: ExecutionFilter) =>
  infiniteQueryOptions({
    queryKey: executionKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      api.call(listExecutions, { query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });

/** Its session and usage come while it runs, of which no event tells. */
export const executionQuery = (executionId: string) =>
  queryOptions({
    queryKey: executionKeys.one(executionId),
    queryFn: ({ signal }) => api.call(getExecution, { params: { executionId }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === "running" ? 3_000 : false),
  });

export const useCancel = (executionId: string) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.call(cancelExecution, { params: { executionId } }),
    onSettled: () => cache.invalidateQueries({ queryKey: executionKeys.all }),
  });
};

export const useRetryOutcome = (executionId: string) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (position: number) => api.call(retryOutcome, { params: { executionId, position } }),
    onSettled: () => cache.invalidateQueries({ queryKey: executionKeys.one(executionId) }),
  });
};
