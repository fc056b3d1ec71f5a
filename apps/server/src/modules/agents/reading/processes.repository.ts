import type { AgentProcess } from "@signalbox/contract/processes";
import type { Queryable } from "../../../platform/database/database.ts";

/** The processes of an agent, the newest first. */
export async function findProcesses(
  read: Queryable,
  agentId: string,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<AgentProcess[]> {
  let query = read.selectFrom("agents_processes").where("agent_id", "=", agentId);
  if (before !== undefined) query = query.where("id", "<", before);
  const rows = await query
    .select(["id", "pid", "pane", "entry", "started_at", "ended_at"])
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ id, pid, pane, entry, started_at, ended_at }) => ({
    ...{ id, pid, pane, entry },
    startedAt: started_at.toISOString(),
    endedAt: ended_at?.toISOString() ?? null,
  }));
}
