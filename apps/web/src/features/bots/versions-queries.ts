import { getBotVersion, listBotVersions, rollBackBot } from "@signalbox/contract/bot-versions";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { botKeys } from "./keys.ts";
import { useBotMutation } from "./queries.ts";

export const versionsQuery = (botId: string) =>
  infiniteQueryOptions({
    queryKey: botKeys.versions(botId),
    queryFn: ({ pageParam, signal }) =>
      api.call(listBotVersions, { params: { botId }, query: { limit: 20, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });

/** What was written once stays as it is. */
export const versionQuery = (botId: string, version: number) =>
  queryOptions({
    queryKey: botKeys.version(botId, version),
    queryFn: ({ signal }) => api.call(getBotVersion, { params: { botId, version }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useRollBack = (botId: string) =>
  useBotMutation((body: { to: number; version: number }) =>
    api.call(rollBackBot, { params: { botId }, body }),
  );
