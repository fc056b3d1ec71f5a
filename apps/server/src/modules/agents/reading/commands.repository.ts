import type { Command, CompletedCommand } from "@signalbox/contract/agents";
import { type NotNull, type Selectable, sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import type { AgentsCommands } from "../../../platform/database/tables.ts";
import { usageOfCommand } from "./usage.repository.ts";
import { isWithin, type Window } from "./window.ts";

const columns = [
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
] as const;
const shown = columns.map((column) => `command.${column}` as const);

type ShownRow = Pick<Selectable<AgentsCommands>, (typeof columns)[number]>;

const presentCommand = (row: ShownRow): Omit<Command, "usage"> => ({
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
});

/** An agent's commands. */
export async function findCommands(read: Queryable, agentId: string, window: Window): Promise<Command[]> {
  const rows = await read
    .selectFrom("agents_commands as command")
    .where("agent_id", "=", agentId)
    .where(isWithin(window))
    .orderBy("id", window.order)
    .limit(window.limit)
    .select([...shown, usageOfCommand.as("usage")])
    .execute();
  return rows.map((row) => ({ ...presentCommand(row), usage: row.usage }));
}

interface CompletedWindow {
  /** Only commands completed then or later. */
  since: Date | undefined;
  /** Only commands completed before this one. */
  before: { at: Date; id: string } | undefined;
  limit: number;
}

/** Commands that are complete, the latest first, without those of child agents. */
export async function findCompleted(
  read: Queryable,
  { since, before, limit }: CompletedWindow,
): Promise<CompletedCommand[]> {
  let query = read
    .selectFrom("agents_commands as command")
    .innerJoin("agents as agent", "agent.id", "command.agent_id")
    .where("command.completed_at", "is not", null)
    .where("agent.parent_id", "is", null)
    .orderBy("command.completed_at", "desc")
    .orderBy("command.id", "desc")
    .limit(limit);
  if (since !== undefined) query = query.where("command.completed_at", ">=", since);
  if (before !== undefined) {
    query = query.where(
      sql<boolean>`(command.completed_at, command.id) < (${before.at}, ${before.id}::uuid)`,
    );
  }
  const rows = await query
    .select([...shown, "agent.backend as backend", "agent.project_id as projectId"])
    .$narrowType<{ outcome: NotNull; completed_at: NotNull }>()
    .execute();
  return rows.map(({ backend, projectId, ...row }) => ({
    ...presentCommand(row),
    backend,
    projectId,
    outcome: row.outcome,
    completedAt: row.completed_at.toISOString(),
  }));
}

/** What an agent was last asked, whole; null where that is not known. */
export async function findLastPrompt(read: Queryable, agentId: string): Promise<string | null> {
  const row = await read
    .selectFrom("agents_commands")
    .where("agent_id", "=", agentId)
    .orderBy("id", "desc")
    .limit(1)
    .select("full_text")
    .executeTakeFirst();
  return row?.full_text ?? null;
}

/** What an agent said last, whole; null where it has said nothing. */
export async function findLastSaid(read: Queryable, agentId: string): Promise<string | null> {
  const row = await read
    .selectFrom("agents_turns")
    .where("agent_id", "=", agentId)
    .where("actor", "=", "agent")
    .where("tool_name", "is", null)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .select("text")
    .executeTakeFirst();
  return row?.text ?? null;
}
