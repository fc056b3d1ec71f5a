import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** So near to the end, the newest is in sight. */
export const nearEndPx = 48;

interface Following {
  /** Whether the newest is in sight, so that it stays there. */
  following: boolean;
  onScroll: () => void;
  leave: () => void;
}

/** It begins at the end, and stays there whatever grows or shrinks: scrolling back alone ends that. */
export function useFollowing(scroller: RefObject<HTMLDivElement | null>, toEnd: () => void): Following {
  const [following, setFollowing] = useState(true);
  // What is seen between two drawings counts at once.
  const now = useRef({ following, top: 0 });
  const follow = useCallback((follows: boolean) => {
    now.current.following = follows;
    setFollowing(follows);
  }, []);
  const onScroll = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    const wentBack = box.scrollTop < now.current.top;
    now.current.top = box.scrollTop;
    if (isNearEnd(box)) follow(true);
    else if (wentBack) follow(false);
  }, [scroller, follow]);
  const leave = useCallback(() => follow(false), [follow]);

  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const sizes = new ResizeObserver(() => {
      if (now.current.following) toEnd();
      else if (isNearEnd(box)) follow(true);
    });
    for (const sized of [box, ...box.children]) sizes.observe(sized);
    return () => sizes.disconnect();
  }, [scroller, toEnd, follow]);
  return { following, onScroll, leave };
}

const isNearEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLDivElement): boolean =>
  scrollHeight - scrollTop - clientHeight < nearEndPx;
