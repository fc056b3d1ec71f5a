import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

interface Following {
  scroller: RefObject<HTMLDivElement | null>;
  /** Whether the newest is in sight, so that it stays there. */
  following: boolean;
  onScroll: () => void;
  toEnd: () => void;
}

const nearEndPx = 48;

/**
 * Keeps the end of a growing conversation in sight while it was in sight, and what is read in its place
 * otherwise; `first` names the topmost turn, which changes when older ones are put before it.
 */
export const useFollowing = (first: string | undefined): Following => {
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const before = useRef({ first, height: 0 });

  const toEnd = useCallback(() => {
    const box = scroller.current;
    if (box !== null) box.scrollTop = box.scrollHeight;
    setFollowing(true);
  }, []);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    if (!following && before.current.first !== first)
      box.scrollTop += box.scrollHeight - before.current.height;
    before.current = { first, height: box.scrollHeight };
  });

  useEffect(() => {
    const box = scroller.current;
    if (!following || box === null) return;
    const observer = new ResizeObserver(toEnd);
    for (const part of [box, ...box.children]) observer.observe(part);
    return () => observer.disconnect();
  }, [following, toEnd]);

  const onScroll = useCallback(() => {
    const box = scroller.current;
    if (box !== null) setFollowing(box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx);
  }, []);
  return { scroller, following, onScroll, toEnd };
};
