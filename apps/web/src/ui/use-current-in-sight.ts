import { type RefObject, useEffect, useRef } from "react";

/** For a bar of links that may be wider than its room: the one that one is on is among those seen. */
export const useCurrentInSight = <E extends HTMLElement>(): RefObject<E | null> => {
  const ref = useRef<E>(null);
  useEffect(() => {
    const bar = ref.current;
    if (bar === null) return;
    const show = () => showCurrent(bar);
    // Begins with a call, too.
    const width = new ResizeObserver(show);
    width.observe(bar);
    const current = new MutationObserver(show);
    current.observe(bar, { subtree: true, attributeFilter: ["aria-current"] });
    return () => {
      width.disconnect();
      current.disconnect();
    };
  }, []);
  return ref;
};

/** `scrollIntoView` would move the page as well, which may be where a way back has put it. */
function showCurrent(bar: HTMLElement): void {
  const tab = bar.querySelector("[aria-current]")?.getBoundingClientRect();
  if (tab === undefined) return;
  const { left, width } = bar.getBoundingClientRect();
  bar.scrollLeft += tab.left + tab.width / 2 - (left + width / 2);
}
