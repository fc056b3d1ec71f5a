import type { TouchedFile } from "@signalbox/contract/agent-records";
import { sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import { permittedCalls } from "./permitted-calls.ts";

/** Tools that are given the file which they change. */
const changingTools = [
  "Write",
  "Edit",
  "MultiEdit",
  "NotebookEdit",
  "write",
  "edit",
  "write_file",
  "replace",
];

/** More files than this are not listed. */
const mostListed = 500;

/**
 * Files that an agent and those it started changed, the last touched first; a change that had to be permitted was made
 * when it ran, not when it was asked for. A patch names its files in lines of its
 * own, in whichever field it comes.
 */
export async function findTouchedFiles(
  read: Queryable,
  agentId: string,
): Promise<{ items: TouchedFile[]; more: boolean }> {
  const { rows } = await sql<FileRow>`
    with family as (select id from agents where id = ${agentId} or parent_id = ${agentId}),
    asked as (${permittedCalls({ agentIds: sql`select id from family`, noCommands: true })}),
    calls as (
      select id, agent_id, coalesce(ran_at, at) as at, tool_failed, tool_name, tool_input
      from agents_turns left join asked on turn_id = id
      where agent_id in (select id from family)
        and tool_name = any(${[...changingTools, "apply_patch"]})
    ),
    touched as (
      select id, agent_id, at, tool_failed,
        coalesce(tool_input->>'file_path', tool_input->>'notebook_path', tool_input->>'filePath', tool_input->>'path') as path
      from calls where tool_name <> 'apply_patch'
      union all
      select id, agent_id, at, tool_failed, named.path[1]
      from calls cross join lateral regexp_matches(
        coalesce(tool_input->>'input', tool_input->>'patch', tool_input->>'command', ''),
        '^\\*\\*\\* (?:Add|Update|Delete) File: (.+)$', 'gn'
      ) as named(path)
      where tool_name = 'apply_patch'
    )
    select path, count(*)::int as changes, (count(*) filter (where tool_failed))::int as failed, max(at) as last_at,
      (array_agg(id order by at desc, id desc))[1] as turn_id,
      (array_agg(agent_id order by at desc, id desc))[1] as agent_id
    from touched where path <> '' group by path order by last_at desc, path limit ${mostListed + 1}
  `.execute(read);
  return { items: rows.slice(0, mostListed).map(presentFile), more: rows.length > mostListed };
}

interface FileRow {
  path: string;
  changes: number;
  failed: number;
  last_at: Date;
  turn_id: string;
  agent_id: string;
}

const presentFile = (row: FileRow): TouchedFile => ({
  path: row.path,
  changes: row.changes,
  failed: row.failed,
  lastAt: row.last_at.toISOString(),
  turnId: row.turn_id,
  agentId: row.agent_id,
});
