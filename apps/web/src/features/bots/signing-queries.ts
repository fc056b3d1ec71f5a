import { createSigningSecret, getSigningSecret } from "@signalbox/contract/outcomes";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { botKeys } from "./keys.ts";

/** When the secret was made that a bot's webhooks are signed with; null where it has none. */
export const signingSecretQuery = (botId: string) =>
  queryOptions({
    queryKey: botKeys.signing(botId),
    queryFn: async ({ signal }) => (await api.call(getSigningSecret, { params: { botId }, signal })).madeAt,
    // No event tells that somebody else made one.
    staleTime: 0,
  });

export const useMakeSigningSecret = (botId: string) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.call(createSigningSecret, { params: { botId } }),
    onSettled: () => cache.invalidateQueries({ queryKey: botKeys.signing(botId) }),
    gcTime: 0,
  });
};
