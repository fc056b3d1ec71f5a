import { type ReactNode, useEffect, useRef } from "react";

/** The tabs of a page's parts; where they don't all fit, the one that one is on is among those seen. */
export const Subnav = ({ label, children }: { label: string; children: ReactNode }) => {
  const ref = useRef<HTMLElement>(null);
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
  return (
    <nav ref={ref} className="subnav" aria-label={label}>
      {children}
    </nav>
  );
};

/** `scrollIntoView` would move the page as well, which may be where a way back has put it. */
function showCurrent(bar: HTMLElement): void {
  const tab = bar.querySelector("[aria-current]")?.getBoundingClientRect();
  if (tab === undefined) return;
  const { left, width } = bar.getBoundingClientRect();
  bar.scrollLeft += tab.left + tab.width / 2 - (left + width / 2);
}
