import { listCompletedCommands } from "@signalbox/contract/agents";
import type { AttentionItem } from "@signalbox/contract/attention";
import { listAttention } from "@signalbox/contract/attention";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";
import { recentMs } from "./columns.ts";

export const attentionKey = ["attention"] as const;
export const completedKey = ["completed-commands"] as const;

/** What waits for the operator, the longest wait first. */
export const attentionQuery = queryOptions({
  queryKey: attentionKey,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listAttention, { query: { limit: 200, cursor }, signal })),
});

/** So many of the commands that were completed lately are shown. */
const recentCount = 6;

/** Commands that were completed lately, whatever their sessions do now. */
export const completedCommandsQuery = queryOptions({
  queryKey: completedKey,
  queryFn: ({ signal }) => {
    const since = new Date(Date.now() - recentMs).toISOString();
    return api.call(listCompletedCommands, { query: { since, limit: recentCount }, signal });
  },
});

export const useAttention = (): readonly AttentionItem[] => useQuery(attentionQuery).data ?? none;
const none: readonly AttentionItem[] = [];
