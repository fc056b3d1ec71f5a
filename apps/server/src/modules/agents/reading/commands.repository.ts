import type { Command } from "@signalbox/contract/agents";
import type { Queryable } from "../../../platform/database/database.ts";
import { isWithin, type Window } from "./window.ts";

/** An agent's commands. */
export async function findCommands(read: Queryable, agentId: string, window: Window): Promise<Command[]> {
  const rows = await read
    .selectFrom("agents_commands")
    .where("agent_id", "=", agentId)
    .where(isWithin(window))
    .orderBy("id", window.order)
    .limit(window.limit)
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
