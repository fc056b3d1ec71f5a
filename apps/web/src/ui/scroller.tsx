import type { ReactNode } from "react";

interface ScrollerProps {
  /** What it holds, for those who reach it by keyboard. */
  label: string;
  className: string;
  children: ReactNode;
}

/** A part that may scroll on its own, so it must be reachable by keyboard. */
export const Scroller = ({ label, className, children }: ScrollerProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className={className} tabIndex={0} aria-label={label}>
    {children}
  </section>
);

/** Text of a machine. */
export const Code = ({ children }: { children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <pre className="code" tabIndex={0}>
    {children}
  </pre>
);
