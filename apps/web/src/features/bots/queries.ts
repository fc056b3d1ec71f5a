import {
  type Bot,
  changeBot,
  createBot,
  getBot,
  listBots,
  previewBot,
  startBot,
} from "@signalbox/contract/bots";
import { dryRunBot } from "@signalbox/contract/dry-run";
import type { BodyInputOf } from "@signalbox/contract/route";
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";
import { botKeys } from "./keys.ts";

export const botsQuery = infiniteQueryOptions({
  queryKey: botKeys.lists,
  queryFn: ({ pageParam, signal }) => api.call(listBots, { query: { limit: 50, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
  select: ({ pages }) => pages.flatMap(({ items }) => items),
});

export const everyBotQuery = queryOptions({
  queryKey: botKeys.every,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listBots, { query: { limit: 200, cursor }, signal })),
});

export const botQuery = (botId: string) =>
  queryOptions({
    queryKey: botKeys.one(botId),
    queryFn: ({ signal }) => api.call(getBot, { params: { botId }, signal }),
  });

/** While it is written, what it was a moment ago stays in sight. */
export const previewQuery = (body: BodyInputOf<typeof previewBot>) =>
  queryOptions({
    queryKey: botKeys.preview(body),
    queryFn: async ({ signal }) => (await api.call(previewBot, { body, signal })).prompt,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });

/** What is changed of a bot. */
export const useBotMutation = <Body>(call: (body: Body) => Promise<Bot>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: (bot) => cache.setQueryData(botKeys.one(bot.id), bot),
    // Where somebody else was faster, theirs is shown.
    onSettled: () => cache.invalidateQueries({ queryKey: botKeys.all }),
  });
};

export const useMakeBot = () =>
  useBotMutation((body: BodyInputOf<typeof createBot>) => api.call(createBot, { body }));

export const useChangeBot = (botId: string) =>
  useBotMutation((body: BodyInputOf<typeof changeBot>) => api.call(changeBot, { params: { botId }, body }));

/** Nothing is started. */
export const useDryRun = (botId: string) =>
  useMutation({
    mutationFn: (values: Readonly<Record<string, string>>) =>
      api.call(dryRunBot, { params: { botId }, body: { values } }),
  });

export const useStartBot = (botId: string) =>
  useMutation({
    mutationFn: (body: BodyInputOf<typeof startBot>) => api.call(startBot, { params: { botId }, body }),
  });
