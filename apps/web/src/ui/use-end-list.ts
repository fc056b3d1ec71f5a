import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useRef } from "react";
import { nearEndPx, useFollowing } from "./use-following.ts";

export interface EndList {
  scroller: RefObject<HTMLDivElement | null>;
  virtual: Virtualizer<HTMLDivElement, HTMLDivElement>;
  /** Whether the newest is in sight, so that it stays there. */
  following: boolean;
  onScroll: () => void;
  toEnd: () => void;
  /** To a row, wherever it is. */
  goTo: (index: number) => void;
}

interface EndListOptions<Row> {
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** About how high a row is before it was drawn. */
  guessHeight: (row: Row) => number;
  /** There is a way to older ones above the first row. */
  hasOlder: boolean;
}

/** The room above the first row for the way to older ones. */
const olderPx = 44;
const guessPx = 36;

/**
 * Draws the rows near the eye alone. The end of a growing list stays in sight while it was in sight, and what is read stays
 * in its place otherwise, though older rows come before it.
 */
export const useEndList = <Row>({ rows, keyOf, guessHeight, hasOlder }: EndListOptions<Row>): EndList => {
  const scroller = useRef<HTMLDivElement>(null);
  const at = <T>(index: number, read: (row: Row) => T, without: T): T => {
    const row = rows[index];
    return row === undefined ? without : read(row);
  };
  const virtual = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => at(index, guessHeight, guessPx),
    getItemKey: (index) => at(index, keyOf, String(index)),
    overscan: 6,
    paddingStart: hasOlder ? olderPx : 0,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: nearEndPx,
  });
  const toEnd = useCallback(() => virtual.scrollToEnd(), [virtual]);
  const { following, onScroll, leave } = useFollowing(scroller, toEnd);
  const goTo = (index: number) => {
    leave();
    virtual.scrollToIndex(index, { align: "center" });
  };
  return { scroller, virtual, following, onScroll, toEnd, goTo };
};
