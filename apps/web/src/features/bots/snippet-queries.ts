import { listSnippets, removeSnippet, writeSnippet } from "@signalbox/contract/bot-snippets";
import type { BodyInputOf } from "@signalbox/contract/route";
import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { botKeys } from "./keys.ts";

export const snippetsQuery = infiniteQueryOptions({
  queryKey: botKeys.snippets,
  queryFn: ({ pageParam, signal }) =>
    api.call(listSnippets, { query: { limit: 30, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
  select: ({ pages }) => pages.flatMap(({ items }) => items),
});

export const useWriteSnippet = () => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ name, ...body }: BodyInputOf<typeof writeSnippet> & { name: string }) =>
      api.call(writeSnippet, { params: { name }, body }),
    onSettled: () => cache.invalidateQueries({ queryKey: botKeys.snippets }),
  });
};

export const useRemoveSnippet = (name: string) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => api.call(removeSnippet, { params: { name }, query: { version } }),
    onSettled: () => cache.invalidateQueries({ queryKey: botKeys.snippets }),
  });
};
