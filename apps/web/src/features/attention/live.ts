import { questionClosed } from "@signalbox/contract/agent-events";
import type { AttentionItem } from "@signalbox/contract/attention";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { QueryClient } from "@tanstack/react-query";
import type { Refresher } from "../../lib/refresher.ts";
import { attentionKey, completedKey } from "./queries.ts";

/** Events that change what was completed lately: its words may arrive after its end. */
const completing = new Set(["command.completed", "command.instructed"]);

/** A question that was asked is fetched; one that was closed leaves at once. */
export const followAttention = (cache: QueryClient, refresher: Refresher) => (event: EventEnvelope) => {
  if (event.type === "question.closed") {
    const closed = questionClosed.data.safeParse(event.data);
    cache.setQueryData<readonly AttentionItem[]>(attentionKey, (items) =>
      items?.filter((item) => item.id !== closed.data?.questionId),
    );
  }
  if (event.type.startsWith("question.")) refresher.refresh(attentionKey);
  if (completing.has(event.type)) refresher.refresh(completedKey);
};
