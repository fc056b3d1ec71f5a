import { listAgents } from "@signalbox/contract/agents";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";
import { AgentLink } from "../../agents/index.ts";
import { executionKeys } from "../keys.ts";

/** The session of the CLI; where its hooks told of it, it is an agent like any other. */
export const SessionLink = ({ sessionId }: { sessionId: string }) => {
  const { data: agentId = null } = useQuery({
    queryKey: executionKeys.agent(sessionId),
    queryFn: async ({ signal }) => {
      const { items } = await api.call(listAgents, { query: { sessionId, limit: 20 }, signal });
      return items.find(({ parentId }) => parentId === null)?.id ?? null;
    },
    staleTime: 0,
  });
  if (agentId === null) return <span className="mono">{sessionId}</span>;
  return (
    <AgentLink agentId={agentId} className="link">
      See the agent
    </AgentLink>
  );
};
