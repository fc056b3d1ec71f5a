import type { Agent } from "@signalbox/contract/agents";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Empty, Skeleton } from "../../../ui/reading.tsx";
import { terminalQuery } from "../queries.ts";

/** The terminal of an agent, or why it has none. */
export const PaneOrWhy = ({ agent, children }: { agent: Agent; children: ReactNode }) => {
  const { data: terminal, error } = useQuery(terminalQuery(agent.id));
  if (terminal === undefined && error === null) return <Skeleton lines={8} label="Loading" />;
  if (terminal?.headless !== true) return children;
  return (
    <Empty title="It has no terminal">
      <p>
        The server runs it itself: what it asks is answered in its conversation, and what is written there is
        said to it.
      </p>
    </Empty>
  );
};
