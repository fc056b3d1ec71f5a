import { type Agent, type AgentState, getAgent, listAgents } from "@signalbox/contract/agents";
import { getStatus } from "@signalbox/contract/attention";
import type { Page } from "@signalbox/contract/common";
import type { QueryInputOf } from "@signalbox/contract/route";
import { infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { startOfDay, untilTomorrow } from "../../lib/day.ts";
import { everyPage } from "../../lib/every-page.ts";
import { createNews } from "./news.ts";

export interface AgentFilter {
  state?: AgentState | undefined;
  projectId?: string | undefined;
  live?: "true" | "false" | undefined;
}

export const agentKeys = {
  all: ["agents"] as const,
  live: ["agents", "live"] as const,
  finished: ["agents", "finished"] as const,
  everHeard: ["agents", "ever-heard"] as const,
  lists: ["agents", "list"] as const,
  list: (filter: AgentFilter) => ["agents", "list", filter] as const,
  one: (id: string) => ["agents", "one", id] as const,
  children: (id: string) => ["agents", "children", id] as const,
  turns: (id: string) => ["agents", "turns", id] as const,
  commands: (id: string) => ["agents", "commands", id] as const,
  questions: (id: string) => ["agents", "questions", id] as const,
  status: ["status"] as const,
};

/** What events told of agents. */
export const agentNews = createNews();

const readAgents = async (
  query: QueryInputOf<typeof listAgents>,
  signal: AbortSignal,
): Promise<Page<Agent>> => {
  const withNews = agentNews.fromNow();
  const page = await api.call(listAgents, { query, signal });
  return { ...page, items: page.items.map(withNews) };
};

/** Every agent that has not ended, children included. */
export const liveAgentsQuery = queryOptions({
  queryKey: agentKeys.live,
  queryFn: async ({ signal }) => {
    const withNews = agentNews.fromNow();
    const agents = await everyPage((cursor) => readAgents({ live: "true", limit: 200, cursor }, signal));
    // Once more, for what was told of the first page while the last was read.
    return agents.map(withNews).filter((agent) => agent.endedAt === null);
  },
});

/** Agents whose last command is over, ended ones included. */
export const finishedAgentsQuery = queryOptions({
  queryKey: agentKeys.finished,
  queryFn: ({ signal }) => readAgents({ state: "complete", limit: 50 }, signal),
  select: (page) => page.items,
});

export const agentsQuery = (filter: AgentFilter) =>
  infiniteQueryOptions({
    queryKey: agentKeys.list(filter),
    queryFn: ({ pageParam, signal }) => readAgents({ ...filter, limit: 50, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const agentQuery = (agentId: string) =>
  queryOptions({
    queryKey: agentKeys.one(agentId),
    queryFn: async ({ signal }) => {
      const withNews = agentNews.fromNow();
      return withNews(await api.call(getAgent, { params: { agentId }, signal }));
    },
  });

export const childrenQuery = (agentId: string) =>
  queryOptions({
    queryKey: agentKeys.children(agentId),
    queryFn: ({ signal }) =>
      everyPage((cursor) => readAgents({ parentId: agentId, limit: 200, cursor }, signal)),
  });

/** The overview, with the numbers of this browser's day. */
export const statusQuery = queryOptions({
  queryKey: agentKeys.status,
  queryFn: ({ signal }) =>
    api.call(getStatus, { query: { since: startOfDay(Date.now()).toISOString() }, signal }),
  // A new day begins even where nothing happens.
  refetchInterval: () => untilTomorrow(Date.now()),
  refetchIntervalInBackground: true,
});

/** Whether any agent was ever seen, ended ones included. */
export const everHeardQuery = queryOptions({
  queryKey: agentKeys.everHeard,
  queryFn: async ({ signal }) =>
    (await api.call(listAgents, { query: { limit: 1 }, signal })).items.length > 0,
});

export const useLiveAgents = (): readonly Agent[] => useQuery(liveAgentsQuery).data ?? none;
const none: readonly Agent[] = [];
