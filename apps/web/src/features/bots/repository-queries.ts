import {
  askBotSync,
  chooseBotFile,
  listBotFiles,
  listBotSyncs,
  writeBotSync,
} from "@signalbox/contract/bot-files";
import type { BodyInputOf } from "@signalbox/contract/route";
import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { botKeys } from "./keys.ts";

export const syncsQuery = infiniteQueryOptions({
  queryKey: botKeys.syncs,
  queryFn: ({ pageParam, signal }) =>
    api.call(listBotSyncs, { query: { limit: 20, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
  select: ({ pages }) => pages.flatMap(({ items }) => items),
});

export const filesQuery = (projectId: string) =>
  infiniteQueryOptions({
    queryKey: botKeys.files(projectId),
    queryFn: ({ pageParam, signal }) =>
      api.call(listBotFiles, { params: { projectId }, query: { limit: 30, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });

const useBotsMutation = <Body, Reply>(call: (body: Body) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    // Where somebody else was faster, theirs is shown.
    onSettled: () => cache.invalidateQueries({ queryKey: botKeys.all }),
  });
};

export const useWriteSync = () =>
  useBotsMutation(({ projectId, ...body }: BodyInputOf<typeof writeBotSync> & { projectId: string }) =>
    api.call(writeBotSync, { params: { projectId }, body }),
  );

export const useAskSync = (projectId: string) =>
  useBotsMutation((_: "now") => api.call(askBotSync, { params: { projectId } }));

export const useChooseFile = (projectId: string) =>
  useBotsMutation((body: BodyInputOf<typeof chooseBotFile>) =>
    api.call(chooseBotFile, { params: { projectId }, body }),
  );
