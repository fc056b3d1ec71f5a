import { listReadyBots } from "@signalbox/contract/ready-bots";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { botKeys } from "./keys.ts";

/** They come with the server, and stay as they are. */
export const readyBotsQuery = queryOptions({
  queryKey: botKeys.ready,
  queryFn: async ({ signal }) => (await api.call(listReadyBots, { signal })).items,
  staleTime: Number.POSITIVE_INFINITY,
});
