import { Link, type LinkProps } from "@tanstack/react-router";
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
  /** Where it leads on. */
  lead?: { to: NonNullable<LinkProps["to"]>; word: string };
}

/** What would be here, and the one way to fill it or to go on. */
export const Empty = ({ title, children, lead }: EmptyProps) => (
  <div className="empty">
    <p className="strong">{title}</p>
    {children === undefined ? null : <div className="small ink3 stack">{children}</div>}
    {lead === undefined ? null : (
      <Link to={lead.to} className="btn">
        {lead.word}
      </Link>
    )}
  </div>
);

/** What an address names is not there. */
export const DeadLink = ({ title, lead }: Required<Pick<EmptyProps, "title" | "lead">>) => (
  <Empty title={title} lead={lead}>
    <p>The link may be old, or a letter is missing.</p>
  </Empty>
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

interface UnreadProps {
  query: { error: unknown; refetch: () => unknown };
  loading: string;
  failed: string;
  lines?: number;
}

/** In place of what is not read yet: its shape, or why it could not be read. */
export const Unread = ({ query: { error, refetch }, loading, failed, lines = 4 }: UnreadProps) =>
  error === null ? (
    <Skeleton lines={lines} label={loading} />
  ) : (
    <Failure title={failed} error={error} onRetry={() => void refetch()} />
  );
