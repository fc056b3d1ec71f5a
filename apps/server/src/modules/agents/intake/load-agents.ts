import { type Selectable, sql } from "kysely";
import { z } from "zod";
import { isObject } from "../../../kernel/json.ts";
import type { Queryable } from "../../../platform/database/database.ts";
import type { Agents } from "../../../platform/database/tables.ts";
import type { Signal } from "../../backends/index.ts";
import { agentKey } from "../tracking/track.ts";
import { emptyMemory, type Memory, type Tracked } from "../tracking/tracked.ts";

export interface LoadedAgent {
  key: string;
  agent: Tracked;
}

/** Sessions by the CLI's own ids, with all their children. */
export async function loadSessions(read: Queryable, sessionIds: readonly string[]): Promise<LoadedAgent[]> {
  const sessions = await read
    .selectFrom("agents")
    .where("session_id", "=", sql<string>`any(${sessionIds})`)
    .where("parent_id", "is", null)
    .selectAll()
    .execute();
  if (sessions.length === 0) return [];
  const ids = sessions.map(({ id }) => id);
  const children = await read
    .selectFrom("agents")
    .where("parent_id", "=", sql<string>`any(${ids}::uuid[])`)
    .selectAll()
    .execute();
  const sessionOf = new Map(sessions.map(({ id, session_id }) => [id, session_id]));
  return [
    ...sessions.map((row) => ({ key: agentKey(row.backend, row.session_id), agent: trackedOf(row) })),
    ...children.map((row) => ({
      key: agentKey(row.backend, sessionOf.get(row.parent_id ?? "") ?? "", row.session_id),
      agent: trackedOf(row),
    })),
  ];
}

/** Session ids that ended by `/clear` shortly before one of these signals. */
export async function clearedSince(
  read: Queryable,
  signals: readonly Signal[],
  withinMs: number,
): Promise<string[]> {
  if (signals.length === 0) return [];
  const earliest = Math.min(...signals.map(({ at }) => at.getTime())) - withinMs;
  const rows = await read
    .selectFrom("agents")
    .where("end_reason", "=", "clear")
    .where("ended_at", ">=", new Date(earliest))
    .orderBy("ended_at", "desc")
    .limit(50)
    .select("session_id")
    .execute();
  return rows.map(({ session_id }) => session_id);
}

const StoredEvidence = z.object({ rule: z.string(), signal: z.string(), at: z.coerce.date() });

function trackedOf(row: Selectable<Agents>): Tracked {
  const { rule, signal, at } = StoredEvidence.parse(row.evidence);
  return {
    id: row.id,
    revision: row.revision,
    hostId: row.host_id,
    projectId: row.project_id,
    parentId: row.parent_id,
    previousAgentId: row.previous_agent_id,
    forkedFrom: row.forked_from,
    backend: row.backend,
    sessionId: row.session_id,
    agentType: row.agent_type,
    state: row.state,
    stateSince: row.state_since.getTime(),
    evidence: { rule, signal, at: at.getTime() },
    title: row.title,
    cwd: row.cwd,
    branch: row.branch,
    model: row.model,
    transcriptPath: row.transcript_path,
    startedAt: row.started_at.getTime(),
    lastSeenAt: row.last_seen_at.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
    endReason: row.end_reason,
    errorClass: row.error_class,
    resetsAt: row.resets_at?.getTime() ?? null,
    contextTokens: numberIn(row.context_tokens),
    contextLimit: numberIn(row.context_limit),
    reportedCost: reportedCostOf(row),
    memory: memoryOf(row.tracking),
  };
}

const numberIn = (bigint: string | null): number | null => (bigint === null ? null : Number(bigint));

function reportedCostOf({ reported_cost, reported_cost_at }: Selectable<Agents>): Tracked["reportedCost"] {
  if (reported_cost === null || reported_cost_at === null) return null;
  return { micros: Number(reported_cost), at: reported_cost_at.getTime() };
}

/** The tracker's own JSON; what an older version did not write is empty. */
function memoryOf(stored: unknown): Memory {
  if (!isObject(stored)) return emptyMemory();
  const memory: Memory = { ...emptyMemory(), ...(stored as Partial<Memory>) };
  return {
    ...memory,
    open: memory.open && Object.assign({ adopted: null, prompt: null, words: [] }, memory.open),
    closed: memory.closed.map((command) =>
      Object.assign({ outcome: "done", told: true, instruction: "", prompt: null, words: [] }, command),
    ),
    machinePrompts: memory.machinePrompts.filter(isObject),
  };
}
