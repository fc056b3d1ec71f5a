import { type Agent, type AgentState, getAgent, listAgents } from "@signalbox/contract/agents";
import { getStatus } from "@signalbox/contract/attention";
import { infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";

export interface AgentFilter {
  state?: AgentState | undefined;
  projectId?: string | undefined;
  live?: "true" | "false" | undefined;
}

export const agentKeys = {
  all: ["agents"] as const,
  live: ["agents", "live"] as const,
  finished: ["agents", "finished"] as const,
  lists: ["agents", "list"] as const,
  list: (filter: AgentFilter) => ["agents", "list", filter] as const,
  one: (id: string) => ["agents", "one", id] as const,
  children: (id: string) => ["agents", "children", id] as const,
  turns: (id: string) => ["agents", "turns", id] as const,
  commands: (id: string) => ["agents", "commands", id] as const,
  questions: (id: string) => ["agents", "questions", id] as const,
  status: ["status"] as const,
};

/** Every agent that has not ended, children included. */
export const liveAgentsQuery = queryOptions({
  queryKey: agentKeys.live,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listAgents, { query: { live: "true", limit: 200, cursor }, signal })),
});

/** Agents whose last command is over, ended ones included. */
export const finishedAgentsQuery = queryOptions({
  queryKey: agentKeys.finished,
  queryFn: ({ signal }) => api.call(listAgents, { query: { state: "complete", limit: 50 }, signal }),
  select: (page) => page.items,
});

export const agentsQuery = (filter: AgentFilter) =>
  infiniteQueryOptions({
    queryKey: agentKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      api.call(listAgents, { query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const agentQuery = (agentId: string) =>
  queryOptions({
    queryKey: agentKeys.one(agentId),
    queryFn: ({ signal }) => api.call(getAgent, { params: { agentId }, signal }),
  });

export const childrenQuery = (agentId: string) =>
  queryOptions({
    queryKey: agentKeys.children(agentId),
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        api.call(listAgents, { query: { parentId: agentId, limit: 200, cursor }, signal }),
      ),
  });

export const statusQuery = queryOptions({
  queryKey: agentKeys.status,
  queryFn: ({ signal }) => api.call(getStatus, { signal }),
});

export const useLiveAgents = (): readonly Agent[] => useQuery(liveAgentsQuery).data ?? none;
const none: readonly Agent[] = [];
