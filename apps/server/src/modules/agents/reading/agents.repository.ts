import type { Agent } from "@signalbox/contract/agents";
import { type Selectable, sql } from "kysely";
import { z } from "zod";
import { firstIdAt } from "../../../kernel/ids.ts";
import type { Queryable } from "../../../platform/database/database.ts";
import type { Agents } from "../../../platform/database/tables.ts";
import { testEventName } from "../../hooks/index.ts";

export interface AgentFilter {
  state?: Agent["state"] | undefined;
  projectIds?: readonly string[] | undefined;
  parentId?: string | undefined;
  sessionId?: string | undefined;
  backend?: Agent["backend"] | undefined;
  live?: boolean | undefined;
  /** Those that were put away instead of the others; one that goes on again is not away. */
  archived?: boolean | undefined;
  /** With what each of them cost. */
  cost?: boolean | undefined;
}

/** As for one agent: what the CLI told holds, and what was answered later counts on top. Children are counted. */
const costOfAgent = sql<number | null>`(
  select case when agents.reported_cost is null then sum(cost)
    else agents.reported_cost + coalesce(sum(cost) filter (where at > agents.reported_cost_at), 0) end::float8
  from agents_usage
  where agent_id = any(array(select id from agents own where own.id = agents.id or own.parent_id = agents.id)))`;

/** The agent of the session that this one began as a copy of, whenever that was heard of. */
const originOfAgent = sql<string | null>`(
  select origin.id from agents origin
  where agents.forked_from is not null and origin.session_id = agents.forked_from
    and origin.backend = agents.backend and origin.host_id = agents.host_id and origin.parent_id is null
  limit 1)`;

const Evidence = z.object({ rule: z.string(), signal: z.string(), at: z.string() });

/** What is shown of an agent, with what is not in its own row. */
interface AgentRow extends Selectable<Agents> {
  cost?: number | null;
  origin: string | null;
}

/** A child is no session that could be forked. */
export const noOrigin = { origin: null };

/** What the API shows of a stored agent. */
export function presentAgent(row: AgentRow): Agent {
  return {
    id: row.id,
    hostId: row.host_id,
    projectId: row.project_id,
    parentId: row.parent_id,
    previousAgentId: row.previous_agent_id ?? row.origin,
    backend: row.backend,
    sessionId: row.session_id,
    state: row.state,
    stateSince: row.state_since.toISOString(),
    evidence: Evidence.parse(row.evidence),
    title: row.title,
    agentType: row.agent_type,
    cwd: row.cwd,
    branch: row.branch,
    model: row.model,
    startedAt: row.started_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    endReason: row.end_reason,
    queuedPrompts: row.queued_prompts,
    errorClass: row.error_class,
    resetsAt: row.resets_at?.toISOString() ?? null,
    contextTokens: row.context_tokens === null ? null : Number(row.context_tokens),
    contextLimit: row.context_limit === null ? null : Number(row.context_limit),
    costMicros: row.cost ?? null,
    personaId: row.persona_id,
    archivedAt: row.archived_at?.toISOString() ?? null,
  };
}

interface Window {
  /** Only agents older than this one. */
  before: string | undefined;
  limit: number;
}

/** Agents, newest first. */
export async function findAgents(
  read: Queryable,
  filter: AgentFilter,
  { before, limit }: Window,
): Promise<Agent[]> {
  let query = read
    .selectFrom("agents")
    .selectAll()
    .select(originOfAgent.as("origin"))
    .orderBy("id", "desc")
    .limit(limit);
  if (before !== undefined) query = query.where("id", "<", before);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (filter.projectIds !== undefined)
    query = query.where("project_id", "=", sql<string>`any(${filter.projectIds}::uuid[])`);
  if (filter.parentId !== undefined) query = query.where("parent_id", "=", filter.parentId);
  if (filter.sessionId !== undefined) query = query.where("session_id", "=", filter.sessionId);
  if (filter.backend !== undefined) query = query.where("backend", "=", filter.backend);
  if (filter.live !== undefined) query = query.where("ended_at", filter.live ? "is" : "is not", null);
  query = filter.archived
    ? query.where("archived_at", "is not", null).where("ended_at", "is not", null)
    : query.where((is) => is.or([is("archived_at", "is", null), is("ended_at", "is", null)]));
  const told = filter.cost ? query.select(costOfAgent.as("cost")) : query;
  return (await told.execute()).map((row) => presentAgent(row));
}

export async function findAgent(read: Queryable, id: string): Promise<Agent | undefined> {
  const query = read.selectFrom("agents").where("id", "=", id).selectAll();
  const row = await query.select(originOfAgent.as("origin")).executeTakeFirst();
  return row === undefined ? undefined : presentAgent(row);
}

/** Agents that this one started, in their order. */
export async function findChildren(read: Queryable, parentId: string): Promise<Agent[]> {
  const rows = await read
    .selectFrom("agents")
    .where("parent_id", "=", parentId)
    .selectAll()
    .orderBy("id")
    .execute();
  return rows.map((row) => presentAgent({ ...row, ...noOrigin }));
}

export interface AroundWindow {
  /** Those that ended before are left out. */
  endedSince: Date;
  limit: number;
}

/** Agents that had started at that time and had not ended long before, the newest first; as they are now. */
export async function findAround(
  read: Queryable,
  at: Date,
  { endedSince, limit }: AroundWindow,
): Promise<Agent[]> {
  const rows = await read
    .selectFrom("agents")
    .where("started_at", "<=", at)
    .where((is) => is.or([is("ended_at", "is", null), is("ended_at", ">=", endedSince)]))
    .orderBy("id", "desc")
    .limit(limit)
    .selectAll()
    .select(originOfAgent.as("origin"))
    .execute();
  return rows.map((row) => presentAgent(row));
}

/** Whose session an agent is, or in whose it is a child, by the CLI's own ids. */
export async function findLane(
  read: Queryable,
  agentId: string,
): Promise<{ backend: Agent["backend"]; sessionId: string; childId: string | null } | undefined> {
  const row = await read
    .selectFrom("agents as agent")
    .leftJoin("agents as parent", "parent.id", "agent.parent_id")
    .where("agent.id", "=", agentId)
    .select(["agent.backend", "agent.session_id as own", "parent.session_id as parents"])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { backend, own, parents } = row;
  return parents === null
    ? { backend, sessionId: own, childId: null }
    : { backend, sessionId: parents, childId: own };
}

/** Live agents by state; children are not counted. */
export async function countLive(read: Queryable): Promise<Partial<Record<Agent["state"], number>>> {
  const rows = await read
    .selectFrom("agents")
    .where("ended_at", "is", null)
    .where("parent_id", "is", null)
    .groupBy("state")
    .select(["state", sql<number>`count(*)::int`.as("count")])
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

export interface ProjectCounts {
  live: number;
  awaitingInput: number;
  lastSeenAt: Date | null;
}

/** Sessions of each of these projects. */
export async function countByProject(
  read: Queryable,
  projectIds: readonly string[],
): Promise<Map<string, ProjectCounts>> {
  if (projectIds.length === 0) return new Map();
  const rows = await read
    .selectFrom("agents")
    .where("project_id", "=", sql<string>`any(${projectIds}::uuid[])`)
    .where("parent_id", "is", null)
    .groupBy("project_id")
    .select([
      "project_id",
      sql<number>`count(*) filter (where ended_at is null)::int`.as("live"),
      sql<number>`count(*) filter (where ended_at is null and state = 'awaiting_input')::int`.as("awaiting"),
      sql<Date | null>`max(last_seen_at)`.as("lastSeenAt"),
    ])
    .execute();
  return new Map(
    rows.map(({ project_id, live, awaiting, lastSeenAt }) => [
      project_id ?? "",
      { live, awaitingInput: awaiting, lastSeenAt },
    ]),
  );
}

/**
 * When a hook of this CLI last arrived; neither tests of the hooks count nor what we found out ourselves. With `since`
 * only what came then or later is looked at, which is little where a CLI was never heard.
 */
export async function lastHeard(
  read: Queryable,
  backend: Agent["backend"],
  since?: Date,
): Promise<Date | null> {
  const row = await read
    .selectFrom("agents_signals")
    .where("id", ">=", firstIdAt(since ?? new Date(0)))
    .where("backend", "=", backend)
    .where("source", "=", "hook")
    .where("event", "!=", testEventName)
    .orderBy("id", "desc")
    .limit(1)
    .select("received_at")
    .executeTakeFirst();
  return row?.received_at ?? null;
}

export async function countParked(read: Queryable): Promise<number> {
  const row = await read
    .selectFrom("agents_signals")
    .where("error", "is not", null)
    .select(sql<number>`count(*)::int`.as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Processes of the sessions that have not ended, as far as they told their pids. */
export async function findWatchedPids(read: Queryable): Promise<ReadonlySet<number>> {
  const rows = await read
    .selectFrom("agents_processes")
    .where("ended_at", "is", null)
    .where("pid", "is not", null)
    .select("pid")
    .execute();
  return new Set(rows.flatMap(({ pid }) => pid ?? []));
}
