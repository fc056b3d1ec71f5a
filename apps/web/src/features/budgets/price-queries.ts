import { createPrice, listPrices, listWrittenPrices, removePrice } from "@signalbox/contract/prices";
import type { BodyInputOf } from "@signalbox/contract/route";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";
import { budgetKeys } from "./keys.ts";

export const pricesQuery = queryOptions({
  queryKey: budgetKeys.prices,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listPrices, { query: { limit: 200, cursor }, signal })),
});

export const writtenPricesQuery = infiniteQueryOptions({
  queryKey: budgetKeys.writtenPrices,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
  queryFn: ({ pageParam, signal }) =>
    api.call(listWrittenPrices, { query: { limit: 50, cursor: pageParam }, signal }),
});

const usePriceMutation = <Wish, Reply>(call: (wish: Wish) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: budgetKeys.prices });
      await cache.invalidateQueries({ queryKey: budgetKeys.writtenPrices });
    },
  });
};

export const useCreatePrice = () =>
  usePriceMutation((body: BodyInputOf<typeof createPrice>) => api.call(createPrice, { body }));

export const useRemovePrice = (priceId: string) =>
  usePriceMutation(() => api.call(removePrice, { params: { priceId } }));
