import type { BodyInputOf } from "@signalbox/contract/route";
import {
  authorizeTrigger,
  changeTrigger,
  createTrigger,
  listFirings,
  listTriggers,
  removeTrigger,
  type TriggerKind,
  tryTrigger,
} from "@signalbox/contract/triggers";
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";
import { triggerKeys } from "./keys.ts";

const most = 100;
const learnsMs = 5_000;
const learns: ReadonlySet<TriggerKind> = new Set(["poll", "watch"]);

const readTriggers = (filter: { botId?: string }, signal: AbortSignal) =>
  everyPage((cursor) => api.call(listTriggers, { query: { ...filter, limit: most, cursor }, signal }));

export const triggersQuery = (botId: string) =>
  queryOptions({
    queryKey: triggerKeys.ofBot(botId),
    queryFn: ({ signal }) => readTriggers({ botId }, signal),
    // What it learns without beginning anything is told by no event.
    refetchInterval: ({ state }) =>
      state.data?.some(({ content }) => learns.has(content.kind)) ? learnsMs : false,
  });

export const allTriggersQuery = queryOptions({
  queryKey: triggerKeys.everywhere,
  queryFn: ({ signal }) => readTriggers({}, signal),
});

export const firingsQuery = (triggerId: string) =>
  infiniteQueryOptions({
    queryKey: triggerKeys.firingsOf(triggerId),
    queryFn: ({ pageParam, signal }) =>
      api.call(listFirings, { params: { triggerId }, query: { limit: 20, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });

/** As many as a row of a list has room for. */
export const lastFiringsQuery = (triggerId: string) =>
  queryOptions({
    queryKey: triggerKeys.lastFirings(triggerId),
    queryFn: async ({ signal }) =>
      (await api.call(listFirings, { params: { triggerId }, query: { limit: 3 }, signal })).items,
  });

const useTriggerMutation = <Wish, Reply>(call: (wish: Wish) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => cache.invalidateQueries({ queryKey: triggerKeys.all }),
  });
};

export const useMakeTrigger = (botId: string) =>
  useTriggerMutation((body: BodyInputOf<typeof createTrigger>) =>
    api.call(createTrigger, { params: { botId }, body }),
  );

export const useChangeTrigger = (triggerId: string) =>
  useTriggerMutation((body: BodyInputOf<typeof changeTrigger>) =>
    api.call(changeTrigger, { params: { triggerId }, body }),
  );

export const useAuthorizeTrigger = (triggerId: string) =>
  useTriggerMutation((authorization: string | null) =>
    api.call(authorizeTrigger, { params: { triggerId }, body: { authorization } }),
  );

export const useRemoveTrigger = (triggerId: string) =>
  useTriggerMutation(() => api.call(removeTrigger, { params: { triggerId } }));

export const useTryTrigger = (botId: string) =>
  useMutation({
    mutationFn: (body: BodyInputOf<typeof tryTrigger>) => api.call(tryTrigger, { params: { botId }, body }),
  });
