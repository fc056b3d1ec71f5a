import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { guessedHeight, type TalkRow } from "../talk-rows.ts";

export interface Talk {
  scroller: RefObject<HTMLDivElement | null>;
  virtual: Virtualizer<HTMLDivElement, HTMLDivElement>;
  /** Whether the newest is in sight, so that it stays there. */
  following: boolean;
  onScroll: () => void;
  toEnd: () => void;
}

const nearEndPx = 48;

/**
 * Draws the rows near the eye alone. The end of a growing conversation stays in sight while it was in sight, and what is
 * read stays in its place otherwise, though older rows come before it.
 */
export const useTalk = (rows: readonly TalkRow[]): Talk => {
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const virtual = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => guessedHeight(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: nearEndPx,
  });
  const toEnd = useCallback(() => virtual.scrollToEnd(), [virtual]);
  // It opens at its end.
  useEffect(toEnd, [toEnd]);
  const onScroll = useCallback(() => setFollowing(virtual.isAtEnd(nearEndPx)), [virtual]);
  return { scroller, virtual, following, onScroll, toEnd };
};
