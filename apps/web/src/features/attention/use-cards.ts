import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useNow } from "../../lib/clock.ts";
import { completeAgentsQuery, liveAgentsQuery } from "../agents/index.ts";
import { type Card, layCards } from "./columns.ts";
import { attentionQuery } from "./queries.ts";

export interface Cards {
  cards: readonly Card[];
  isRead: boolean;
  /** Why nothing can be shown. */
  error: Error | null;
  refetch: () => void;
}

/** Every card of the board, put together from what waits, what lives and what is complete. */
export const useCards = (): Cards => {
  const live = useQuery(liveAgentsQuery);
  const complete = useQuery(completeAgentsQuery);
  const attention = useQuery(attentionQuery);
  const minute = Math.floor(useNow() / 60_000) * 60_000;
  const cards = useMemo(
    () =>
      layCards({
        live: live.data ?? [],
        complete: complete.data ?? [],
        attention: attention.data ?? [],
        now: minute,
      }),
    [live.data, complete.data, attention.data, minute],
  );
  return {
    cards,
    isRead: live.data !== undefined && !complete.isPending && !attention.isPending,
    error: live.data === undefined ? live.error : null,
    refetch: () => {
      for (const query of [live, complete, attention]) if (query.isError) void query.refetch();
    },
  };
};
