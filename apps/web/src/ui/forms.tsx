import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import { Lamp } from "./lamp.tsx";

/** The shape of a list that is still on its way. */
export const Skeleton = ({ lines = 4, label = "Loading" }: { lines?: number; label?: string }) => (
  <div className="skeleton" aria-busy="true">
    {widths.slice(0, lines).map((width) => (
      <span key={width} className="skeleton__line" style={{ width: `${width}%` }} />
    ))}
    <span className="hidden-visually" role="status">
      {label}
    </span>
  </div>
);
const widths = [70, 45, 82, 38, 64, 51, 76, 33];

interface EmptyProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** What would be here, and the one action that fills it. */
export const Empty = ({ title, children, action }: EmptyProps) => (
  <div className="empty">
    <p className="strong">{title}</p>
    {children === undefined ? null : <div className="small ink3 stack">{children}</div>}
    {action}
  </div>
);

interface FailureProps {
  /** What could not be done, in words. */
  title: string;
  error: unknown;
  onRetry: () => void;
}

/** What happened, and the way to try again. */
export const Failure = ({ title, error, onRetry }: FailureProps) => (
  <div className="empty" role="alert">
    <Lamp aspect="failed" />
    <p className="strong">{title}</p>
    <p className="small ink3">{error instanceof Error ? error.message : String(error)}</p>
    <button type="button" className="btn" onClick={onRetry}>
      <Icon name="refresh" small />
      Try again
    </button>
  </div>
);

export const Count = ({
  children,
  stop = false,
  label,
}: {
  children: number;
  stop?: boolean;
  label?: string;
}) => (
  <span className={`count ${stop ? "count--stop" : ""}`}>
    <span aria-hidden={label !== undefined}>{children}</span>
    {label === undefined ? null : <span className="hidden-visually">{label}</span>}
  </span>
);
