import { createApiKey, getCaller, listApiKeys, revokeApiKey } from "@signalbox/contract/auth";
import type { WatchedBackend } from "@signalbox/contract/common";
import { installHooks, listHooks, previewHooks, removeHooks, testHooks } from "@signalbox/contract/hooks";
import type { BodyInputOf } from "@signalbox/contract/route";
import {
  infiniteQueryOptions,
  type QueryKey,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

export const settingsKeys = {
  hooks: ["hooks"] as const,
  preview: (backend: WatchedBackend, action: HookAction) => ["hooks", "preview", backend, action] as const,
  keys: ["keys"] as const,
  caller: ["caller"] as const,
};

export type HookAction = "install" | "remove";

export const hooksQuery = queryOptions({
  queryKey: settingsKeys.hooks,
  queryFn: ({ signal }) => api.call(listHooks, { signal }),
  select: (page) => page.items,
});

/** What installing or removing would change; settings files change under us, so it is never kept. */
export const hookPreviewQuery = (backend: WatchedBackend, action: HookAction) =>
  queryOptions({
    queryKey: settingsKeys.preview(backend, action),
    queryFn: ({ signal }) => api.call(previewHooks, { params: { backend }, body: { action }, signal }),
    staleTime: 0,
    gcTime: 0,
  });

/** A mutation after which what `key` names is fetched anew, whether it succeeded or not. */
export const useChange = <Input, Reply>(key: QueryKey, change: (input: Input) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => cache.invalidateQueries({ queryKey: key }) });
};

export const useEditHooks = (backend: WatchedBackend) =>
  useChange(settingsKeys.hooks, (action: HookAction) =>
    api.call(action === "install" ? installHooks : removeHooks, { params: { backend } }),
  );

export const useTestHooks = (backend: WatchedBackend) =>
  useChange(settingsKeys.hooks, () => api.call(testHooks, { params: { backend } }));

export const apiKeysQuery = infiniteQueryOptions({
  queryKey: settingsKeys.keys,
  queryFn: ({ pageParam, signal }) => api.call(listApiKeys, { query: { cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

export const useMakeApiKey = () =>
  useChange(settingsKeys.keys, (body: BodyInputOf<typeof createApiKey>) => api.call(createApiKey, { body }));

export const useRevokeApiKey = () =>
  useChange(settingsKeys.keys, (keyId: string) => api.call(revokeApiKey, { params: { keyId } }));

export const callerQuery = queryOptions({
  queryKey: settingsKeys.caller,
  queryFn: ({ signal }) => api.call(getCaller, { signal }),
});
