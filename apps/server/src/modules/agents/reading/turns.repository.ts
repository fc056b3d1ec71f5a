import type { Turn } from "@signalbox/contract/agents";
import type { Selectable } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import type { AgentsTurns } from "../../../platform/database/tables.ts";
import type { OldestFirst } from "./window.ts";

/** An agent's turns, oldest first. */
export async function findTurns(
  read: Queryable,
  agentId: string,
  { after, limit }: OldestFirst,
): Promise<Turn[]> {
  let query = read.selectFrom("agents_turns").where("agent_id", "=", agentId).orderBy("id").limit(limit);
  if (after !== undefined) query = query.where("id", ">", after);
  return (await query.selectAll().execute()).map(presentTurn);
}

/** An agent's newest turns before one, newest first. */
export async function findTurnsBefore(
  read: Queryable,
  agentId: string,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<Turn[]> {
  let query = read
    .selectFrom("agents_turns")
    .where("agent_id", "=", agentId)
    .orderBy("id", "desc")
    .limit(limit);
  if (before !== undefined) query = query.where("id", "<", before);
  return (await query.selectAll().execute()).map(presentTurn);
}

const presentTurn = (row: Selectable<AgentsTurns>): Turn => ({
  id: row.id,
  agentId: row.agent_id,
  commandId: row.command_id,
  actor: row.actor,
  intent: row.intent,
  rule: row.rule,
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
