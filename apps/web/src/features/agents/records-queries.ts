import { pathOf, queryOf } from "@signalbox/client/client";
import {
  type AgentSignal,
  archiveAgent,
  eraseAgent,
  exportAgent,
  listAgentSignals,
  listTouchedFiles,
  recordAgent,
} from "@signalbox/contract/agent-records";
import { getTimeline } from "@signalbox/contract/agent-timeline";
import type { Agent } from "@signalbox/contract/agents";
import { createTicket } from "@signalbox/contract/auth";
import type { Page } from "@signalbox/contract/common";
import type { EventEnvelope } from "@signalbox/contract/event";
import { listEvents } from "@signalbox/contract/events";
import type { QueryInputOf } from "@signalbox/contract/route";
import { searchTurns, type TurnHit } from "@signalbox/contract/turn-search";
import {
  type InfiniteData,
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { agentKeys, recordKeys } from "./keys.ts";

/** What follows the events of its agent is read again by them; what is found need not. */
const readAgain = { staleTime: 0, gcTime: 60_000 };

const firstPage = undefined as string | undefined;
const nextOf = ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined;
const inOneList = <T>({ pages }: InfiniteData<Page<T>>): T[] => pages.flatMap(({ items }) => items);

export type SearchFilter = Pick<QueryInputOf<typeof searchTurns>, "agentId" | "projectId" | "backend">;

/** Turns that have every word, the latest first. */
export const hitsQuery = (q: string, filter: SearchFilter) =>
  infiniteQueryOptions({
    queryKey: ["agents", "hits", q, filter],
    queryFn: ({ pageParam, signal }) =>
      api.call(searchTurns, { query: { q, ...filter, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: nextOf,
    select: inOneList<TurnHit>,
    enabled: q.trim() !== "",
    ...readAgain,
  });

export const signalsQuery = (agentId: string) =>
  infiniteQueryOptions({
    queryKey: recordKeys.signals(agentId),
    queryFn: ({ pageParam, signal }) =>
      api.call(listAgentSignals, { params: { agentId }, query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: nextOf,
    select: inOneList<AgentSignal>,
    ...readAgain,
  });

export const filesQuery = (agentId: string) =>
  queryOptions({
    queryKey: recordKeys.files(agentId),
    queryFn: ({ signal }) => api.call(listTouchedFiles, { params: { agentId }, signal }),
    ...readAgain,
  });

/** A window of what an agent did over time; all of it where none is chosen. */
export const timelineQuery = (agentId: string, window: { from: number; to: number } | null) =>
  queryOptions({
    queryKey: [...recordKeys.timeline(agentId), window],
    queryFn: ({ signal }) => api.call(getTimeline, { params: { agentId }, query: instants(window), signal }),
    ...readAgain,
  });

const instants = (window: { from: number; to: number } | null) =>
  window === null ? {} : { from: new Date(window.from).toISOString(), to: new Date(window.to).toISOString() };

/** Events that move the state of an agent. */
const moves = ["agent.started", "agent.resumed", "agent.ended", "command.*", "question.*"].join(",");

export const trailQuery = (agentId: string) =>
  infiniteQueryOptions({
    queryKey: recordKeys.trail(agentId),
    queryFn: ({ pageParam, signal }) =>
      api.call(listEvents, {
        query: { agentId, type: moves, order: "newest", limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: firstPage,
    getNextPageParam: nextOf,
    select: inOneList<EventEnvelope>,
    ...readAgain,
  });

/** A download sends no header: a ticket opens it. */
const addressOf = async (path: string, agentId: string, query: Record<string, string>): Promise<string> => {
  const { ticket } = await api.call(createTicket);
  return `${api.baseUrl}${pathOf(path, { agentId })}${queryOf({ ...query, ticket })}`;
};

export type AgentFile = "markdown" | "json" | "recording";

/** Takes an agent away as a file. */
export const useAgentFile = (agentId: string) =>
  useMutation({
    mutationFn: async (file: AgentFile) => {
      const address =
        file === "recording"
          ? await addressOf(recordAgent.path, agentId, {})
          : await addressOf(exportAgent.path, agentId, { format: file });
      window.location.assign(address);
    },
  });

export const useArchiveAgent = (agentId: string) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (archived: boolean) => api.call(archiveAgent, { params: { agentId }, body: { archived } }),
    onSuccess: (agent) => {
      cache.setQueryData<Agent>(agentKeys.one(agentId), agent);
      void cache.invalidateQueries({ queryKey: agentKeys.lists });
    },
  });
};

export const useEraseAgent = (agentId: string) =>
  useMutation({
    mutationFn: (force: boolean) =>
      api.call(eraseAgent, { params: { agentId }, query: { force: force ? "true" : "false" } }),
  });
