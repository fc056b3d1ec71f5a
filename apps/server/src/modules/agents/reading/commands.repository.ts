import type { Command } from "@signalbox/contract/agents";
import type { Queryable } from "../../../platform/database/database.ts";
import type { OldestFirst } from "./window.ts";

/** An agent's commands, oldest first. */
export async function findCommands(
  read: Queryable,
  agentId: string,
  { after, limit }: OldestFirst,
): Promise<Command[]> {
  let query = read.selectFrom("agents_commands").where("agent_id", "=", agentId).orderBy("id").limit(limit);
  if (after !== undefined) query = query.where("id", ">", after);
  const rows = await query
    .select([
      "id",
      "agent_id",
      "state",
      "outcome",
      "error_class",
      "error_text",
      "resets_at",
      "instruction",
      "started_at",
      "completed_at",
    ])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    agentId: row.agent_id,
    state: row.state,
    outcome: row.outcome,
    errorClass: row.error_class,
    errorText: row.error_text,
    resetsAt: row.resets_at?.toISOString() ?? null,
    instruction: row.instruction,
    startedAt: row.started_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
  }));
}
