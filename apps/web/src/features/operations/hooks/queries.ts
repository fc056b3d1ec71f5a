import { applySignal, discardSignal, listHookHealth, listParkedSignals } from "@signalbox/contract/signals";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";
import { hookKeys } from "../keys.ts";

export const hookHealthQuery = queryOptions({
  queryKey: hookKeys.all,
  queryFn: ({ signal }) => api.call(listHookHealth, { signal }),
  refetchInterval: 10_000,
  staleTime: 1_000,
});

export const parkedQuery = infiniteQueryOptions({
  queryKey: hookKeys.parked,
  queryFn: ({ pageParam, signal }) => api.call(listParkedSignals, { query: { cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
  refetchInterval: 10_000,
});

const useSettling = (settle: (signalId: string) => Promise<unknown>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: settle,
    onSettled: () => cache.invalidateQueries({ queryKey: hookKeys.all }),
  });
};

export const useApplySignal = () =>
  useSettling((signalId) => api.call(applySignal, { params: { signalId } }));
export const useDiscardSignal = () =>
  useSettling((signalId) => api.call(discardSignal, { params: { signalId } }));
