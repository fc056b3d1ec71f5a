import type { Command, FinishedCommand } from "@signalbox/contract/agents";
import { type NotNull, type Selectable, sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import type { AgentsCommands } from "../../../platform/database/tables.ts";
import { isWithin, type Window } from "./window.ts";

const shown = [
  "command.id",
  "command.agent_id",
  "command.state",
  "command.outcome",
  "command.error_class",
  "command.error_text",
  "command.resets_at",
  "command.instruction",
  "command.started_at",
  "command.completed_at",
] as const;

type ShownRow = Omit<Selectable<AgentsCommands>, "prompt_id" | "full_text" | "completion_summary">;

const presentCommand = (row: ShownRow): Command => ({
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
    .select(shown)
    .execute();
  return rows.map(presentCommand);
}

interface FinishedWindow {
  /** Only commands that ended then or later. */
  since: Date | undefined;
  /** Only commands that ended before this one. */
  before: { at: Date; id: string } | undefined;
  limit: number;
}

/** Commands of sessions that are over, the latest first. */
export async function findFinished(
  read: Queryable,
  { since, before, limit }: FinishedWindow,
): Promise<FinishedCommand[]> {
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
