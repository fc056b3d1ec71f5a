import { getDelivery, listDeliveries, replayDelivery } from "@signalbox/contract/deliveries";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { type DeliveryFilter, deliveryKeys } from "./keys.ts";

/** Of what is refused no event tells. */
const lookMs = 10_000;

export const deliveriesQuery = (filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: deliveryKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      api.call(listDeliveries, { query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: lookMs,
  });

/** The newest that a source sent and of which the body is kept. */
export const lastDeliveriesQuery = (sourceId: string) =>
  queryOptions({
    queryKey: deliveryKeys.last(sourceId),
    queryFn: async ({ signal }) =>
      (await api.call(listDeliveries, { query: { sourceId, limit: 50 }, signal })).items.filter(
        ({ state }) => state !== "refused",
      ),
    enabled: sourceId !== "",
  });

export const deliveryQuery = (deliveryId: string) =>
  queryOptions({
    queryKey: deliveryKeys.one(deliveryId),
    queryFn: ({ signal }) => api.call(getDelivery, { params: { deliveryId }, signal }),
  });

export const useReplay = (deliveryId: string) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.call(replayDelivery, { params: { deliveryId } }),
    onSettled: () => cache.invalidateQueries({ queryKey: deliveryKeys.lists }),
  });
};
