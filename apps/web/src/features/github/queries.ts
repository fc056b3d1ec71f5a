import {
  checkGitHub,
  connectGitHub,
  connectGitHubApp,
  disconnectGitHub,
  getGitHub,
} from "@signalbox/contract/github";
import type { BodyInputOf } from "@signalbox/contract/route";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

const connectionKey = ["github"] as const;

/** The connection; null where there is none. */
export const connectionQuery = queryOptions({
  queryKey: connectionKey,
  queryFn: async ({ signal }) => (await api.call(getGitHub, { signal })).connection,
  // No event tells that somebody else changed it.
  staleTime: 0,
});

export const useConnect = () => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof connectGitHub> | BodyInputOf<typeof connectGitHubApp>) =>
      "token" in body ? api.call(connectGitHub, { body }) : api.call(connectGitHubApp, { body }),
    onSuccess: (connection) => cache.setQueryData(connectionKey, connection),
    // What was sent holds the token: it is kept no longer than it is shown.
    gcTime: 0,
  });
};

export const useDisconnect = () => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.call(disconnectGitHub, {}),
    onSuccess: () => cache.setQueryData(connectionKey, null),
    onError: () => cache.invalidateQueries({ queryKey: connectionKey }),
  });
};

export const useCheck = () =>
  useMutation({
    mutationFn: (repository: string) =>
      api.call(checkGitHub, { body: repository === "" ? {} : { repository } }),
  });
