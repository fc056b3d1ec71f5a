import type { Turn } from "@signalbox/contract/agents";
import { type RawBuilder, type Selectable, sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import type { AgentsTurns } from "../../../platform/database/tables.ts";
import { findImagesOf } from "../images/images.repository.ts";
import type { Window } from "./window.ts";

/** A window over turns in the order of their times. */
export interface TurnWindow extends Omit<Window, "after"> {
  after: { at: Date; id: string } | undefined;
}

/** An agent's turns. */
export async function findTurns(read: Queryable, agentId: string, window: TurnWindow): Promise<Turn[]> {
  const rows = await read
    .selectFrom("agents_turns")
    .where("agent_id", "=", agentId)
    .where(isWithinTimes(window))
    .orderBy("at", window.order)
    .orderBy("id", window.order)
    .limit(window.limit)
    .selectAll()
    .execute();
  return presentTurns(read, agentId, rows);
}

/** With the images that came with them; those of tools stand in what the tools answered. */
async function presentTurns(
  read: Queryable,
  agentId: string,
  rows: readonly Selectable<AgentsTurns>[],
): Promise<Turn[]> {
  const said = rows.filter((row) => row.tool_name === null && row.actor === "user");
  const images = await findImagesOf(
    read,
    agentId,
    said.map(({ identity }) => identity),
  );
  return rows.map((row) => ({ ...presentTurn(row), images: images.get(row.identity) ?? [] }));
}

const isWithinTimes = ({ order, after }: TurnWindow): RawBuilder<boolean> => {
  if (after === undefined) return sql`true`;
  const { at, id } = after;
  return order === "asc" ? sql`(at, id) > (${at}, ${id})` : sql`(at, id) < (${at}, ${id})`;
};

/** Turns that are known by these identities, of these agents. */
export const findTurnsByIdentity = (
  read: Queryable,
  agentIds: readonly string[],
  identities: readonly string[],
): Promise<{ id: string; agent_id: string; identity: string }[]> =>
  read
    .selectFrom("agents_turns")
    .where("agent_id", "=", sql<string>`any(${agentIds}::uuid[])`)
    .where("identity", "=", sql<string>`any(${identities})`)
    .select(["id", "agent_id", "identity"])
    .execute();

export async function findTurn(read: Queryable, id: string): Promise<Turn | undefined> {
  const row = await read.selectFrom("agents_turns").where("id", "=", id).selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  const [turn] = await presentTurns(read, row.agent_id, [row]);
  return turn;
}

/** Prompts that were typed ahead and not taken. */
export async function findQueued(read: Queryable, agentId: string): Promise<string[]> {
  const rows = await read
    .selectFrom("agents_turns")
    .where("agent_id", "=", agentId)
    .where("actor", "=", "user")
    .where("command_id", "is", null)
    .select("id")
    .orderBy("at")
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

const presentTurn = (row: Selectable<AgentsTurns>): Omit<Turn, "images"> => ({
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
