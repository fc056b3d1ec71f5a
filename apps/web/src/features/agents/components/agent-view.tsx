import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { isMissing } from "../../../lib/missing.ts";
import { DeadLink, Unread } from "../../../ui/reading.tsx";
import { agentQuery } from "../queries.ts";
import { AgentHeader } from "./agent-header.tsx";
import { Conversation } from "./conversation.tsx";
import "./agent.css";

/** One agent whole: on its own page, or beside another page in the drawer. */
export const AgentView = ({ agentId, actions }: { agentId: string; actions?: ReactNode }) => {
  const query = useQuery(agentQuery(agentId));
  const agent = query.data;
  if (agent === undefined) {
    return (
      <div className="agent">
        <div className="agent__head row">
          <h1 className="agent__title">Agent</h1>
          <span className="agent__actions">{actions}</span>
        </div>
        {isMissing(query.error) ? (
          <DeadLink title="No agent is at this address" lead={{ to: "/agents", word: "See all agents" }} />
        ) : (
          <Unread query={query} lines={8} loading="Loading the agent" failed="This agent could not be read" />
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
