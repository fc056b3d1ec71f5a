import type { ReactNode } from "react";
import { useCurrentInSight } from "./use-current-in-sight.ts";

/** The tabs of a page's parts; where they don't all fit, the one that one is on is among those seen. */
export const Subnav = ({ label, children }: { label: string; children: ReactNode }) => (
  <nav ref={useCurrentInSight<HTMLElement>()} className="subnav" aria-label={label}>
    {children}
  </nav>
);
