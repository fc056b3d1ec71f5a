import type { ReactNode } from "react";

interface ScrollerProps {
  /** What it holds, for those who reach it by keyboard. */
  label: string;
  className: string;
  children: ReactNode;
}

/** A part that may scroll on its own, so it must be reachable by keyboard. */
export const Scroller = ({ label, className, children }: ScrollerProps) => (
  // biome-ignore lint/a11y/useSemanticElements: there are many on a page, so none is a landmark; nor is it a fieldset
  <div
    role="group"
    className={className}
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    tabIndex={0}
  >
    {children}
  </div>
);

/** Text of a machine. */
export const Code = ({ children }: { children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <pre className="code" tabIndex={0}>
    {children}
  </pre>
);
