import {
  changeSource,
  createSource,
  listSources,
  removeSource,
  renewSourceSecret,
} from "@signalbox/contract/deliveries";
import type { BodyInputOf } from "@signalbox/contract/route";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";
import { deliveryKeys, sourceKeys } from "./keys.ts";

export const sourcesQuery = queryOptions({
  queryKey: sourceKeys.all,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listSources, { query: { limit: 100, cursor }, signal })),
});

export const useSources = () => useQuery(sourcesQuery).data ?? none;
const none: never[] = [];

const useSourceMutation = <Wish, Reply>(call: (wish: Wish) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => cache.invalidateQueries({ queryKey: sourceKeys.all }),
  });
};

export const useMakeSource = () =>
  useSourceMutation((body: BodyInputOf<typeof createSource>) => api.call(createSource, { body }));

export const useChangeSource = (sourceId: string) =>
  useSourceMutation((body: BodyInputOf<typeof changeSource>) =>
    api.call(changeSource, { params: { sourceId }, body }),
  );

export const useRenewSecret = (sourceId: string) =>
  useSourceMutation(() => api.call(renewSourceSecret, { params: { sourceId }, body: {} }));

export const useRemoveSource = (sourceId: string) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.call(removeSource, { params: { sourceId } }),
    // What it delivered goes with it.
    onSuccess: () => cache.invalidateQueries({ queryKey: deliveryKeys.all }),
    onSettled: () => cache.invalidateQueries({ queryKey: sourceKeys.all }),
  });
};
