import { createApiKey, getCaller, listApiKeys, revokeApiKey } from "@signalbox/contract/auth";
import type { Backend } from "@signalbox/contract/common";
import { installHooks, listHooks, previewHooks, removeHooks, testHooks } from "@signalbox/contract/hooks";
import type { BodyInputOf } from "@signalbox/contract/route";
import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

export const settingsKeys = {
  hooks: ["hooks"] as const,
  preview: (backend: Backend, action: HookAction) => ["hooks", "preview", backend, action] as const,
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
export const hookPreviewQuery = (backend: Backend, action: HookAction) =>
  queryOptions({
    queryKey: settingsKeys.preview(backend, action),
    queryFn: ({ signal }) => api.call(previewHooks, { params: { backend }, body: { action }, signal }),
    staleTime: 0,
    gcTime: 0,
  });

export const editHooks = (backend: Backend) =>
  mutationOptions({
    mutationFn: (action: HookAction) =>
      api.call(action === "install" ? installHooks : removeHooks, { params: { backend } }),
    onSettled: (_data, _error, _action, _result, { client }) =>
      client.invalidateQueries({ queryKey: settingsKeys.hooks }),
  });

export const tryHooks = (backend: Backend) =>
  mutationOptions({
    mutationFn: () => api.call(testHooks, { params: { backend } }),
    onSettled: (_data, _error, _input, _result, { client }) =>
      client.invalidateQueries({ queryKey: settingsKeys.hooks, exact: true }),
  });

export const apiKeysQuery = infiniteQueryOptions({
  queryKey: settingsKeys.keys,
  queryFn: ({ pageParam, signal }) => api.call(listApiKeys, { query: { cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

export const makeApiKey = mutationOptions({
  mutationFn: (body: BodyInputOf<typeof createApiKey>) => api.call(createApiKey, { body }),
  onSuccess: (_data, _input, _result, { client }) =>
    client.invalidateQueries({ queryKey: settingsKeys.keys }),
});

export const endApiKey = mutationOptions({
  mutationFn: (keyId: string) => api.call(revokeApiKey, { params: { keyId } }),
  onSettled: (_data, _error, _input, _result, { client }) =>
    client.invalidateQueries({ queryKey: settingsKeys.keys }),
});

export const callerQuery = queryOptions({
  queryKey: settingsKeys.caller,
  queryFn: ({ signal }) => api.call(getCaller, { signal }),
});
