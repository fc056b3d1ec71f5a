import type { Backend } from "@signalbox/contract/common";
import { sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";

/** A process in which a live session is open, or was when it was last heard of. */
export interface WatchedProcess {
  agentId: string;
  backend: Backend;
  sessionId: string;
  /** When the agent was last heard of. */
  lastSeenAt: Date;
  processId: string;
  /** Null where no hook told it. */
  pid: number | null;
  pane: string | null;
  /** When it began, in its host's word; null until it was found there. */
  birth: string | null;
  /** When it was first heard of. */
  seenAt: Date;
  /** The prompt that its agent has not begun with, since `stateSince`, whole; null where there is none. */
  untouchedPrompt: string | null;
  stateSince: Date;
}

/** Processes of the sessions on a host that have not ended; those of children are their parents'. */
export async function findWatchedProcesses(read: Queryable, hostId: string): Promise<WatchedProcess[]> {
  const rows = await read
    .selectFrom("agents")
    .innerJoin("agents_processes as process", "process.agent_id", "agents.id")
    .where("agents.ended_at", "is", null)
    .where("agents.parent_id", "is", null)
    .where("agents.host_id", "=", hostId)
    .where("process.ended_at", "is", null)
    .select([
      "agents.id as agentId",
      "agents.backend",
      "agents.session_id as sessionId",
      "agents.last_seen_at as lastSeenAt",
      "process.id as processId",
      "process.pid",
      "process.pane",
      "process.birth",
      "process.started_at as seenAt",
      "agents.state_since as stateSince",
    ])
    .select((eb) =>
      eb
        .case()
        .when("agents.state", "=", "commanded")
        .then(
          eb
            .selectFrom("agents_commands as given")
            .whereRef("given.agent_id", "=", "agents.id")
            .where("given.state", "=", "commanded")
            .select("given.full_text")
            .orderBy("given.id", "desc")
            .limit(1),
        )
        .else(null)
        .end()
        .as("untouchedPrompt"),
    )
    .execute();
  return rows;
}

interface Sessions {
  hostId: string;
  backend: Backend;
  ids: readonly string[];
}

/** Those of some sessions that have ended. */
export async function findEndedSessions(
  read: Queryable,
  { hostId, backend, ids }: Sessions,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("agents")
    .where("host_id", "=", hostId)
    .where("backend", "=", backend)
    .where("session_id", "=", sql<string>`any(${ids})`)
    .where("parent_id", "is", null)
    .where("ended_at", "is not", null)
    .select("session_id")
    .execute();
  return rows.map(({ session_id }) => session_id);
}

export interface Birth {
  processId: string;
  birth: string;
}

/** Keeps when processes began. A birth that is known stays: the number may be another process's by now. */
export async function keepBirths(tx: Tx, births: readonly Birth[]): Promise<void> {
  const ids = births.map(({ processId }) => processId);
  const words = births.map(({ birth }) => birth);
  await sql`
    update agents_processes set birth = learnt.birth
    from unnest(${ids}::uuid[], ${words}::text[]) as learnt (id, birth)
    where agents_processes.id = learnt.id and agents_processes.birth is null
  `.execute(tx);
}

/** Keeps when a process began that was found without a hook. */
export async function keepFoundBirth(
  tx: Tx,
  hostId: string,
  { backend, sessionId, pid, birth }: { backend: Backend; sessionId: string; pid: number; birth: string },
): Promise<void> {
  await sql`
    update agents_processes set birth = ${birth}
    from agents
    where agents.id = agents_processes.agent_id and agents.host_id = ${hostId}::uuid and agents.parent_id is null
      and agents.session_id = ${sessionId} and agents.backend = ${backend}
      and agents_processes.pid = ${pid} and agents_processes.ended_at is null and agents_processes.birth is null
  `.execute(tx);
}
