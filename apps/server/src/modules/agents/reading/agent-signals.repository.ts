import type { AgentSignal } from "@signalbox/contract/agent-records";
import { sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";

interface Window {
  /** Only signals older than this one. */
  before: string | undefined;
  limit: number;
}

const columns = [
  "id",
  "event",
  "source",
  "received_at",
  "error",
  "correlation_id",
  "payload",
  "agent_id",
] as const;

/** What was observed of an agent, the newest first. */
export async function findAgentSignals(
  read: Queryable,
  agentId: string,
  { before, limit }: Window,
): Promise<AgentSignal[]> {
  let query = read.selectFrom("agents_signals").where("agent_id", "=", agentId);
  if (before !== undefined) query = query.where("id", "<", before);
  // Sorted by the index's own columns: else the planner may walk all signals there are for an agent with few.
  const rows = await query
    .select(columns)
    .orderBy("agent_id", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    event: row.event,
    source: row.source,
    receivedAt: row.received_at.toISOString(),
    error: row.error,
    correlationId: row.correlation_id,
    payload: row.payload,
  }));
}

/** A hook of a session, of its agent or of one that it started. */
export interface HeardHook {
  id: string;
  receivedAt: Date;
  payload: unknown;
}

/** Hooks of a session and of the agents it started as they came, a page after another. */
export async function findHooksAfter(
  read: Queryable,
  agentId: string,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<HeardHook[]> {
  const { rows } = await sql<{ id: string; received_at: Date; payload: unknown }>`
    select id, received_at, payload from agents_signals
    where agent_id in (select id from agents where id = ${agentId} or parent_id = ${agentId})
      and source = 'hook' and ${after === undefined ? sql`true` : sql`id > ${after}`}
    order by id limit ${limit}
  `.execute(read);
  return rows.map(({ id, received_at, payload }) => ({ id, receivedAt: received_at, payload }));
}
