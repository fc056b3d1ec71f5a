import { type Agent, getAgent, listAgents } from "@signalbox/contract/agents";
import { getStatus } from "@signalbox/contract/attention";
import type { Page } from "@signalbox/contract/common";
import type { QueryInputOf } from "@signalbox/contract/route";
import { getAgentUsage } from "@signalbox/contract/usage";
import { type InfiniteData, infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { startOfDay, untilTomorrow } from "../../lib/day.ts";
import { everyPage } from "../../lib/every-page.ts";
import { type AgentFilter, agentKeys } from "./keys.ts";
import { agentNews } from "./news.ts";

/** Agents as they were fetched. */
interface AgentPage extends Page<Agent> {
  /** How much was told of agents when the page was asked for. */
  told: number;
}

const readAgents = async (
  query: QueryInputOf<typeof listAgents>,
  signal: AbortSignal,
): Promise<AgentPage> => {
  const told = agentNews.count();
  return { ...(await api.call(listAgents, { query, signal })), told };
};

/** A page joins a list only when the last one is there: what was told of its agents meanwhile is in what is shown. */
const withNews = ({ items, told }: AgentPage): Agent[] => items.map(agentNews.since(told));

const inOneList = ({ pages }: InfiniteData<AgentPage>): Agent[] => pages.flatMap(withNews);

const readEveryAgent = async (
  query: QueryInputOf<typeof listAgents>,
  signal: AbortSignal,
): Promise<Agent[]> => {
  const pages = await everyPage(async (cursor) => {
    const page = await readAgents({ ...query, limit: 200, cursor }, signal);
    return { items: [page], nextCursor: page.nextCursor };
  });
  return pages.flatMap(withNews);
};

/** Every agent that has not ended, children included. */
export const liveAgentsQuery = queryOptions({
  queryKey: agentKeys.live,
  queryFn: async ({ signal }) => {
    const agents = await readEveryAgent({ live: "true" }, signal);
    return agents.filter((agent) => agent.endedAt === null);
  },
});

/** Agents whose last command is complete, ended ones included. */
export const completeAgentsQuery = queryOptions({
  queryKey: agentKeys.complete,
  queryFn: ({ signal }) => readAgents({ state: "complete", limit: 50 }, signal),
  select: withNews,
});

export const agentsQuery = (filter: AgentFilter) =>
  infiniteQueryOptions({
    queryKey: agentKeys.list(filter),
    queryFn: ({ pageParam, signal }) => readAgents({ ...filter, limit: 50, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: inOneList,
  });

export const agentQuery = (agentId: string) =>
  queryOptions({
    queryKey: agentKeys.one(agentId),
    queryFn: async ({ signal }) => {
      const told = agentNews.count();
      return agentNews.since(told)(await api.call(getAgent, { params: { agentId }, signal }));
    },
  });

export const usageQuery = (agentId: string) =>
  queryOptions({
    queryKey: agentKeys.usage(agentId),
    queryFn: ({ signal }) => api.call(getAgentUsage, { params: { agentId }, signal }),
  });

/** No event tells of a disk that is full. */
const statusAgesMs = 60_000;

/** The overview, with the numbers of this browser's day. */
export const statusQuery = queryOptions({
  queryKey: agentKeys.status,
  queryFn: ({ signal }) =>
    api.call(getStatus, { query: { since: startOfDay(Date.now()).toISOString() }, signal }),
  // A new day begins, and a disk fills, even where nothing happens.
  refetchInterval: () => Math.min(untilTomorrow(Date.now()), statusAgesMs),
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
