import type { Backend } from "@signalbox/contract/common";
import type { ReactNode } from "react";
import { Unread } from "../../../ui/reading.tsx";
import { AgentLink, Unseen } from "../../agents/index.ts";
import { useProjects } from "../../projects/index.ts";

interface BriefsProps {
  id: string;
  title: string;
  /** Beside the title. */
  note: ReactNode;
  isRead: boolean;
  error: Error | null;
  refetch: () => unknown;
  loading: string;
  failed: string;
  empty: string;
  children: ReactNode[];
}

/** A short list beside the queue. */
export const Briefs = ({
  id,
  title,
  note,
  isRead,
  error,
  refetch,
  loading,
  failed,
  empty,
  children,
}: BriefsProps) => (
  <section className="panel" aria-labelledby={id}>
    <div className="panel__head">
      <h2 id={id}>{title}</h2>
      {note}
    </div>
    {!isRead ? (
      <Unread query={{ error, refetch }} loading={loading} failed={failed} lines={3} />
    ) : children.length === 0 ? (
      <p className="panel__body small ink3">{empty}</p>
    ) : (
      <div className="list">{children}</div>
    )}
  </section>
);

interface BriefProps {
  agentId: string;
  projectId: string | null;
  backend: Backend;
  lamp: ReactNode;
  title: string;
  /** When it last did what is told here. */
  at: string;
  time: ReactNode;
  note: ReactNode;
}

/** One line and one quiet second line. */
export const Brief = ({ agentId, projectId, backend, lamp, title, at, time, note }: BriefProps) => {
  const project = useProjects().get(projectId ?? "");
  return (
    <AgentLink agentId={agentId} className="brief">
      {lamp}
      <span className="brief__t row row--tight">
        <span className="cut">{title}</span>
        <Unseen agentId={agentId} at={at} />
      </span>
      <span className="small ink3">{time}</span>
      <span className="brief__s">
        <span>{project?.name ?? backend}</span>
        <span className="dot">·</span>
        {note}
      </span>
    </AgentLink>
  );
};
