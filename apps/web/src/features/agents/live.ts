import { AgentPatch, turnRecorded, turnUpdated } from "@signalbox/contract/agent-events";
import type { agentErased } from "@signalbox/contract/agent-records";
import type { Agent } from "@signalbox/contract/agents";
import type { Page } from "@signalbox/contract/common";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { agentsImported } from "@signalbox/contract/imports";
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Refresher } from "../../lib/refresher.ts";
import { agentKeys, recordKeys } from "./keys.ts";
import { agentNews } from "./news.ts";
import { patched } from "./patched.ts";

// By their names alone: the rest of their contracts is not for the first load.
const erased: (typeof agentErased)["type"] = "agent.erased";
const imported: (typeof agentsImported)["type"] = "agents.imported";

/** What an agent's event makes stale beyond the facts it carries. */
const staleAfter: Record<string, (agentId: string) => readonly (readonly unknown[])[]> = {
  "agent.started": () => [agentKeys.live, agentKeys.lists, agentKeys.everHeard, agentKeys.childLists],
  "agent.resumed": () => [agentKeys.live, agentKeys.lists],
  "agent.updated": (id) => [agentKeys.one(id), agentKeys.usages],
  "command.opened": (id) => [agentKeys.commands(id)],
  "command.instructed": (id) => [agentKeys.commands(id)],
  "command.moved": (id) => [agentKeys.commands(id)],
  "command.completed": (id) => [agentKeys.commands(id), agentKeys.complete],
  "command.amended": (id) => [agentKeys.commands(id)],
  "turn.recorded": (id) => [agentKeys.turns(id)],
  "turn.updated": (id) => [agentKeys.turns(id)],
  // A child's answers count with its parent too.
  "usage.updated": (id) => [agentKeys.commands(id), agentKeys.usages],
  "question.asked": (id) => [agentKeys.questions(id), agentKeys.reach(id)],
  "question.held": (id) => [agentKeys.reach(id)],
  "question.released": (id) => [agentKeys.reach(id)],
  "question.way_opened": (id) => [agentKeys.reach(id)],
  "question.moved": (id) => [agentKeys.questions(id), agentKeys.answers(id)],
  "text.queued": (id) => [agentKeys.texts(id)],
  "text.moved": (id) => [agentKeys.texts(id)],
  "question.updated": (id) => [agentKeys.questions(id), agentKeys.turns(id)],
  "question.closed": (id) => [agentKeys.questions(id), agentKeys.reach(id), agentKeys.answers(id)],
  "agent.persona_given": (id) => [agentKeys.one(id), agentKeys.lists],
  "agent.archived": (id) => [agentKeys.one(id), agentKeys.lists, agentKeys.complete],
};

/** What is read beside the conversation follows at its leisure. */
const leisurely: Record<string, readonly ((agentId: string) => readonly unknown[])[]> = {
  "turn.recorded": [recordKeys.files, recordKeys.timeline],
  // The answer of a call names the child that it started.
  "turn.updated": [agentKeys.children, recordKeys.timeline],
  // Most lists say nothing of costs.
  "usage.updated": [() => agentKeys.costLists],
  "command.moved": [recordKeys.trail],
  "command.completed": [recordKeys.trail, recordKeys.timeline],
  "question.asked": [recordKeys.trail, recordKeys.timeline],
  "question.updated": [recordKeys.timeline],
  "question.closed": [recordKeys.timeline],
};

/** Events that may move an agent into or out of a filtered list. */
const moving = new Set(["command.opened", "command.moved", "command.completed", "agent.ended"]);

/** Brings an event of an agent into everything that is cached about it. */
export const followAgents = (cache: QueryClient, refresher: Refresher) => (event: EventEnvelope) => {
  if (event.type === erased) forget(cache, refresher, event.subject.id);
  if (event.type === imported) readImported(refresher);
  if (event.agentId === null) return;
  const patch = AgentPatch.safeParse(event.data.agent);
  if (patch.success) patchAgent(cache, event.agentId, patch.data);
  for (const key of staleAfter[event.type]?.(event.agentId) ?? []) refresher.refresh(key);
  if (event.type === turnUpdated.type && event.turnId !== null)
    readOldTurnAgain(cache, event.agentId, event.turnId);
  if (event.type === turnRecorded.type) countAgain(cache, refresher, event.agentId);
  for (const beside of leisurely[event.type] ?? [])
    refresher.refresh(beside(event.agentId), { restMs: 2000 });
  if (moving.has(event.type)) refresher.refresh(agentKeys.lists, { restMs: 1000 });
  refresher.refresh(agentKeys.status, { restMs: 1000 });
};

/** No event tells of a single agent that was imported. */
const readImported = (refresher: Refresher) => {
  for (const key of [agentKeys.lists, agentKeys.everHeard, agentKeys.complete, agentKeys.status])
    refresher.refresh(key, { restMs: 1000 });
};

/** Where a child stands in its parent's conversation, its turns are counted. */
const countAgain = (cache: QueryClient, refresher: Refresher, agentId: string) => {
  for (const [key, children] of cache.getQueriesData<readonly Agent[]>({ queryKey: agentKeys.childLists }))
    if (children?.some(({ id }) => id === agentId)) refresher.refresh(key, { restMs: 2000 });
};

/** What is read of conversations is fetched with the first one; what can't be read now comes when one is opened again. */
const readOldTurnAgain = (cache: QueryClient, agentId: string, turnId: string) => {
  if (cache.getQueryData(agentKeys.turns(agentId)) === undefined) return;
  import("./history-queries.ts")
    .then(({ refreshOldTurn }) => refreshOldTurn(cache, agentId, turnId))
    .catch(() => undefined);
};

/** An erased agent is nowhere any more. */
const forget = (cache: QueryClient, refresher: Refresher, id: string) => {
  cache.setQueryData<readonly Agent[]>(agentKeys.live, (agents) =>
    agents?.filter((agent) => agent.id !== id),
  );
  for (const key of [agentKeys.one(id), agentKeys.lists, agentKeys.complete, agentKeys.status])
    refresher.refresh(key);
};

const patchAgent = (cache: QueryClient, id: string, patch: AgentPatch) => {
  agentNews.tell(id, patch);
  const one = (agent: Agent) => (agent.id === id ? patched(agent, patch) : agent);
  const many = (agents: readonly Agent[] | undefined) => agents && mapChanged(agents, one);
  cache.setQueryData<Agent>(agentKeys.one(id), (agent) => agent && one(agent));
  cache.setQueryData<readonly Agent[]>(agentKeys.live, (agents) =>
    many(agents)?.filter((agent) => agent.endedAt === null),
  );
  cache.setQueriesData<readonly Agent[]>({ queryKey: agentKeys.childLists }, many);
  cache.setQueryData<Page<Agent>>(agentKeys.complete, (page) => page && inPage(page, one));
  cache.setQueriesData<InfiniteData<Page<Agent>>>(
    { queryKey: agentKeys.lists },
    (data) => data && { ...data, pages: data.pages.map((page) => inPage(page, one)) },
  );
};

const inPage = (page: Page<Agent>, change: (agent: Agent) => Agent): Page<Agent> => ({
  ...page,
  items: mapChanged(page.items, change),
});

/** Keeps the list itself where nothing in it changed, so that nothing is drawn anew. */
const mapChanged = <T>(list: readonly T[], change: (item: T) => T): T[] => {
  const next = list.map(change);
  return next.every((item, index) => item === list[index]) ? (list as T[]) : next;
};
