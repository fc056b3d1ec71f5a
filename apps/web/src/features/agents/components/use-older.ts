import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { loadOlder } from "../history-queries.ts";
import type { Talk } from "./use-talk.ts";

export interface Older {
  hasOlder: boolean;
  isPending: boolean;
  isError: boolean;
  /** A page of them, or all as far back as a turn. */
  load: (turnId?: string) => Promise<void>;
}

/** So many rows before the first one, more are fetched. */
const rowsAhead = 8;

/** Older turns, which come by themselves as one scrolls towards them. */
export const useOlder = (
  agentId: string,
  { talk, hasOlder }: { talk: Pick<Talk, "virtual" | "following">; hasOlder: boolean },
): Older => {
  const cache = useQueryClient();
  const { mutateAsync, isPending, isError } = useMutation({
    mutationFn: (turnId: string | undefined) => loadOlder(cache, agentId, turnId),
  });
  const first = talk.virtual.range?.startIndex ?? Number.POSITIVE_INFINITY;
  const isNear = hasOlder && !talk.following && first < rowsAhead;
  useEffect(() => {
    // What failed waits for the person.
    if (isNear && !isPending && !isError) void mutateAsync(undefined).catch(() => undefined);
  }, [isNear, isPending, isError, mutateAsync]);
  return { hasOlder, isPending, isError, load: (turnId) => mutateAsync(turnId).catch(() => undefined) };
};
