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
/** The room above the first row for the way to older ones. */
const olderPx = 44;

/**
 * Draws the rows near the eye alone. The end of a growing conversation stays in sight while it was in sight, and what is
 * read stays in its place otherwise, though older rows come before it.
 */
export const useTalk = (rows: readonly TalkRow[], hasOlder: boolean): Talk => {
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const virtual = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => guessedHeight(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    paddingStart: hasOlder ? olderPx : 0,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: nearEndPx,
  });
  const toEnd = useCallback(() => virtual.scrollToEnd(), [virtual]);
  // It opens at its end.
  useEffect(toEnd, [toEnd]);
  const onScroll = useCallback(() => {
    const box = scroller.current;
    // The virtual list hears of a scroll after this.
    if (box !== null) setFollowing(box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx);
  }, []);
  return { scroller, virtual, following, onScroll, toEnd };
};
