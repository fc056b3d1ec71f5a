import type { Turn } from "@signalbox/contract/agents";
import type { Selectable } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import type { AgentsTurns } from "../../../platform/database/tables.ts";
import { isWithin, type Window } from "./window.ts";

/** An agent's turns. */
export async function findTurns(read: Queryable, agentId: string, window: Window): Promise<Turn[]> {
  const rows = await read
    .selectFrom("agents_turns")
    .where("agent_id", "=", agentId)
    .where(isWithin(window))
    .orderBy("id", window.order)
    .limit(window.limit)
    .selectAll()
    .execute();
  return rows.map(presentTurn);
}

const presentTurn = (row: Selectable<AgentsTurns>): Turn => ({
  id: row.id,
  agentId: row.agent_id,
  commandId: row.command_id,
  actor: row.actor,
  intent: row.intent,
  rule: row.rule,
  confidence: row.confidence,
  text: row.text,
  internal: row.internal,
  tool:
    row.tool_name === null
      ? null
      : {
          name: row.tool_name,
          useId: row.tool_use_id,
          input: row.tool_input,
          result: row.tool_result,
          failed: row.tool_failed,
          durationMs: row.tool_duration_ms,
        },
  at: row.at.toISOString(),
});
