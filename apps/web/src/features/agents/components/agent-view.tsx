import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { isMissing } from "../../../lib/missing.ts";
import { Empty, Failure, Skeleton } from "../../../ui/forms.tsx";
import { agentQuery } from "../queries.ts";
import { AgentHeader } from "./agent-header.tsx";
import { Conversation } from "./conversation.tsx";
import "./agent.css";

/** One agent whole: on its own page, or beside another page in the drawer. */
export const AgentView = ({ agentId, actions }: { agentId: string; actions?: ReactNode }) => {
  const { data: agent, error, refetch } = useQuery(agentQuery(agentId));
  if (agent === undefined) {
    return (
      <div className="agent">
        <div className="agent__head row">
          <h1 className="agent__title">Agent</h1>
          <span className="agent__actions">{actions}</span>
        </div>
        {error === null ? (
          <Skeleton lines={8} label="Loading the agent" />
        ) : isMissing(error) ? (
          <NoSuchAgent />
        ) : (
          <Failure title="This agent could not be read" error={error} onRetry={() => void refetch()} />
        )}
      </div>
    );
  }
  return (
    <div className="agent">
      <AgentHeader agent={agent} actions={actions} />
      <Conversation key={agent.id} agent={agent} />
    </div>
  );
};

const NoSuchAgent = () => (
  <Empty
    title="No agent is at this address"
    action={
      <Link to="/agents" className="btn">
        See all agents
      </Link>
    }
  >
    <p>The link may be old, or a letter is missing.</p>
  </Empty>
);
