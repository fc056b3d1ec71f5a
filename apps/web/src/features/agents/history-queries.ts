import {
  type Command,
  getTurn,
  listCommands,
  listQuestions,
  listTurns,
  type Question,
  type Turn,
} from "@signalbox/contract/agents";
import type { Page } from "@signalbox/contract/common";
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import {
  type History,
  isBeforeLatest,
  latestCount,
  mergeLatest,
  prependOlder,
  readBack,
  withChanged,
} from "./history.ts";
import { agentKeys } from "./keys.ts";

const latestPage = { from: "latest", limit: latestCount } as const;
const olderPage = { from: "latest", limit: 100 } as const;
const mostInPage = 200;

/** The newest, joined to the older ones that were loaded before: each event costs one page, however long the history. */
const historyQuery = <T extends { id: string }>(
  queryKey: readonly string[],
  readLatest: (signal: AbortSignal) => Promise<Page<T>>,
) =>
  queryOptions({
    queryKey,
    queryFn: async ({ client, signal }) => {
      const latest = await readLatest(signal);
      return mergeLatest(client.getQueryData<History<T>>(queryKey), latest);
    },
    structuralSharing: false,
  });

export const turnsQuery = (agentId: string) =>
  historyQuery(agentKeys.turns(agentId), (signal) =>
    api.call(listTurns, { params: { agentId }, query: latestPage, signal }),
  );

export const commandsQuery = (agentId: string) =>
  historyQuery(agentKeys.commands(agentId), (signal) =>
    api.call(listCommands, { params: { agentId }, query: latestPage, signal }),
  );

export const questionsQuery = (agentId: string) =>
  historyQuery(agentKeys.questions(agentId), (signal) =>
    api.call(listQuestions, { params: { agentId }, query: latestPage, signal }),
  );

/**
 * Loads a page of older turns, with the commands and questions of their time; with `turnId` all that lies between, at
 * once: laid out page by page it would take the square of the time.
 */
export const loadOlder = async (cache: QueryClient, agentId: string, turnId?: string): Promise<void> => {
  const params = { agentId };
  const known = {
    turns: cache.getQueryData<History<Turn>>(agentKeys.turns(agentId)) ?? nothing,
    commands: cache.getQueryData<History<Command>>(agentKeys.commands(agentId)) ?? nothing,
    questions: cache.getQueryData<History<Question>>(agentKeys.questions(agentId)) ?? nothing,
  };
  const turns = await readOlderTurns(known.turns, agentId, turnId);
  const since = turns.nextCursor === null ? "" : (turns.items[0]?.at ?? "");
  const [commands, questions] = await Promise.all([
    readBack(known.commands, {
      read: (cursor) => api.call(listCommands, { params, query: { ...olderPage, cursor } }),
      isBefore: (command) => command.startedAt < since,
    }),
    readBack(known.questions, {
      read: (cursor) => api.call(listQuestions, { params, query: { ...olderPage, cursor } }),
      isBefore: (question) => question.at < since,
    }),
  ]);
  const put = <T>(key: readonly string[], from: History<T>, older: Page<T>) =>
    cache.setQueryData<History<T>>(key, (now) => now && prependOlder(now, from.olderCursor, older));
  // The turns last: what belongs to them is not shown before them.
  put(agentKeys.commands(agentId), known.commands, commands);
  put(agentKeys.questions(agentId), known.questions, questions);
  put(agentKeys.turns(agentId), known.turns, turns);
};

const nothing: History<never> = { items: [], olderCursor: null };

const readOlderTurns = async (
  { olderCursor }: History<Turn>,
  agentId: string,
  turnId: string | undefined,
): Promise<Page<Turn>> => {
  let isThere = olderCursor === null;
  const read = async (cursor: string) => {
    const limit = turnId === undefined ? olderPage.limit : mostInPage;
    const query = { ...olderPage, limit, cursor };
    const page = await api.call(listTurns, { params: { agentId }, query });
    isThere = turnId === undefined || page.items.some(({ id }) => id === turnId);
    return page;
  };
  return readBack({ items: [], olderCursor }, { read, isBefore: () => isThere });
};

/** Reads a turn again that changed long after it was said; a later one comes with the latest page. */
export const refreshOldTurn = async (cache: QueryClient, agentId: string, turnId: string): Promise<void> => {
  const key = agentKeys.turns(agentId);
  const known = cache.getQueryData<History<Turn>>(key);
  if (known === undefined || !isBeforeLatest(known, turnId)) return;
  const turn = await api.call(getTurn, { params: { turnId } });
  cache.setQueryData<History<Turn>>(key, (now) => now && withChanged(now, turn));
};
