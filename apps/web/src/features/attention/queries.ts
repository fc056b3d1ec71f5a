import type { AttentionItem } from "@signalbox/contract/attention";
import { listAttention } from "@signalbox/contract/attention";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";

export const attentionKey = ["attention"] as const;

/** What waits for the operator, the longest wait first. */
export const attentionQuery = queryOptions({
  queryKey: attentionKey,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listAttention, { query: { limit: 200, cursor }, signal })),
});

export const useAttention = (): readonly AttentionItem[] => useQuery(attentionQuery).data ?? none;
const none: readonly AttentionItem[] = [];
