import { useCallback, useEffect, useEffectEvent, useState } from "react";
import { rowOfTurn, type TalkRow } from "../talk-rows.ts";
import type { Older } from "./use-older.ts";
import type { Talk } from "./use-talk.ts";

interface SoughtOptions {
  rows: readonly TalkRow[];
  talk: Pick<Talk, "goTo">;
  older: Older;
  /** What the address names. */
  first: string | undefined;
}

interface Sought {
  /** The turn that is looked for, or was found. */
  sought: string | null;
  isSeeking: boolean;
  seek: (turnId: string | null) => void;
}

/** Goes to a turn; where it is not loaded yet, older ones are fetched until it is. */
export const useSought = ({ rows, talk, older, first }: SoughtOptions): Sought => {
  const [sought, setSought] = useState<string | null>(first ?? null);
  const [isSeeking, setSeeking] = useState(first !== undefined);
  const at = sought === null ? -1 : rowOfTurn(rows, sought);
  const seek = useCallback((turnId: string | null) => {
    setSought(turnId);
    setSeeking(turnId !== null);
  }, []);
  useEffect(() => {
    if (first !== undefined) seek(first);
  }, [first, seek]);

  const goOn = useEffectEvent(() => {
    if (at >= 0) {
      talk.goTo(at);
      setSeeking(false);
    } else if (!older.hasOlder || older.isError) setSeeking(false);
    else if (!older.isPending) void older.load(sought ?? undefined);
  });
  const { length } = rows;
  // Again with every page that came.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows and the state of fetching are what it waits for
  useEffect(() => {
    if (isSeeking) goOn();
  }, [isSeeking, sought, at, length, older.isPending]);
  return { sought, isSeeking, seek };
};
