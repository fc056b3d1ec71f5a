import type { ReactNode } from "react";
import { Icon } from "../../../ui/icon.tsx";

/** Something of a panel that is shown on demand. */
export const Folded = ({ title, note, children }: { title: string; note: string; children: ReactNode }) => (
  <details className="fold execution__fold">
    <summary>
      <Icon name="right" small className="fold__turn" />
      <span className="strong">{title}</span>
      <span className="push ink3 num">{note}</span>
    </summary>
    <div className="fold__inside stack">{children}</div>
  </details>
);
