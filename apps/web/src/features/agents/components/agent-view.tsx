import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure, Skeleton } from "../../../ui/forms.tsx";
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
