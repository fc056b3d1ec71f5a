import { listAgents } from "@signalbox/contract/agents";
import type { ExecutionDetail } from "@signalbox/contract/executions";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { api } from "../../../lib/api.ts";
import { AgentLink, OpenQuestion } from "../../agents/index.ts";
import { executionKeys } from "../keys.ts";

/** What its session asks while it runs, with the way to answer it. */
export const AskedNow = ({ execution: { sessionId, endedAt } }: { execution: ExecutionDetail }) =>
  sessionId === null || endedAt !== null ? null : <AskedIn sessionId={sessionId} />;

const AskedIn = ({ sessionId }: { sessionId: string }) => {
  const { data: agentId = null } = useQuery(agentOfQuery(sessionId));
  return agentId === null ? null : (
    <Suspense fallback={null}>
      <OpenQuestion agentId={agentId} />
    </Suspense>
  );
};

const agentOfQuery = (sessionId: string) =>
  queryOptions({
    queryKey: executionKeys.agent(sessionId),
    queryFn: async ({ signal }) => {
      const { items } = await api.call(listAgents, { query: { sessionId, limit: 20 }, signal });
      return items.find(({ parentId }) => parentId === null)?.id ?? null;
    },
    staleTime: 0,
    // Its hooks may tell of it a little later.
    refetchInterval: ({ state: { data } }) => (data === null ? 3_000 : false),
  });

/** The session of the CLI; where its hooks told of it, it is an agent like any other. */
export const SessionLink = ({ sessionId }: { sessionId: string }) => {
  const { data: agentId = null } = useQuery({ ...agentOfQuery(sessionId), refetchInterval: false });
  if (agentId === null) return <span className="mono">{sessionId}</span>;
  return (
    <AgentLink agentId={agentId} className="link">
      See the agent
    </AgentLink>
  );
};
