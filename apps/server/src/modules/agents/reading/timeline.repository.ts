import type { Timeline } from "@signalbox/contract/agent-timeline";
import { sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import { permittedCalls } from "./permitted-calls.ts";

export interface TimeWindow {
  from: Date;
  to: Date;
}

/** So many of a lane are listed, and into so many stretches the calls of tools are gathered. */
const mostInLane = 300;
const stretches = 240;
/** Calls outside of any command may lie in more. */
const mostStretches = 1_000;

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

/** What an agent did within a window. */
export async function findTimeline(read: Queryable, agentId: string, window: TimeWindow): Promise<Timeline> {
  const [commands, waits, children] = await Promise.all([
    commandsIn(read, agentId, window),
    waitsIn(read, agentId, window),
    childrenIn(read, agentId, window),
  ]);
  const tools = await toolsIn(read, agentId, { window, partMs: workedMs(commands, window) / stretches });
  const lanes = [commands, waits, children];
  return {
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    commands: commands.slice(0, mostInLane).toReversed(),
    waits: waits.slice(0, mostInLane).toReversed(),
    tools: tools.slice(-mostStretches),
    children: children.slice(0, mostInLane).toReversed(),
    more: lanes.some(({ length }) => length > mostInLane) || tools.length > mostStretches,
  };
}

async function commandsIn(read: Queryable, agentId: string, { from, to }: TimeWindow) {
  const rows = await read
    .selectFrom("agents_commands as command")
    .where("agent_id", "=", agentId)
    .where("started_at", "<=", to)
    .where((is) => is.or([is("completed_at", "is", null), is("completed_at", ">=", from)]))
    .orderBy("id", "desc")
    .limit(mostInLane + 1)
    .select(["id", "instruction", "outcome", "started_at", "completed_at"])
    .select(
      sql<string | null>`(select id from agents_turns where command_id = command.id order by at limit 1)`.as(
        "turn_id",
      ),
    )
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, title: row.instruction, outcome: row.outcome, turnId: row.turn_id },
    ...{ from: row.started_at.toISOString(), to: instant(row.completed_at) },
  }));
}

async function waitsIn(read: Queryable, agentId: string, { from, to }: TimeWindow) {
  const rows = await read
    .selectFrom("agents_questions")
    .where("agent_id", "=", agentId)
    .where("at", "<=", to)
    .where((is) => is.or([is("closed_at", "is", null), is("closed_at", ">=", from)]))
    .orderBy("id", "desc")
    .limit(mostInLane + 1)
    .select(["id", sql<string>`left(text, 200)`.as("text"), "turn_id", "at", "closed_at"])
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, text: row.text, turnId: row.turn_id },
    ...{ from: row.at.toISOString(), to: instant(row.closed_at) },
  }));
}

async function childrenIn(read: Queryable, agentId: string, { from, to }: TimeWindow) {
  const rows = await read
    .selectFrom("agents")
    .where("parent_id", "=", agentId)
    .where("started_at", "<=", to)
    .where((is) => is.or([is("ended_at", "is", null), is("ended_at", ">=", from)]))
    .orderBy("id", "desc")
    .limit(mostInLane + 1)
    .select(["id", "title", "agent_type", "started_at", "ended_at"])
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, title: row.title, agentType: row.agent_type },
    ...{ from: row.started_at.toISOString(), to: instant(row.ended_at) },
  }));
}

/** A call of an open command without a result runs, unless it waits for a person. */
const runs = sql`command_id in (select id from open_commands) and tool_result is null
  and tool_duration_ms is null and not tool_failed and id not in (select turn_id from waiting)`;

/**
 * Calls that begin in the same part of the window are one stretch, from the first one's beginning to the last one's end;
 * those that still run are one of their own, without an end. One that had to be permitted begins when it ran: the wait
 * before is told by itself.
 */
async function toolsIn(read: Queryable, agentId: string, { window, partMs }: Parts) {
  const { from, to } = window;
  const agentIds = sql`${agentId}::uuid`;
  const { rows } = await sql<ToolsRow>`
    with asked as (${permittedCalls({ agentIds, window: { from, to } })}),
    waiting as (${permittedCalls({ agentIds, window: "open" })}),
    open_commands as (select id from agents_commands where agent_id = ${agentId} and completed_at is null),
    told as (
      select id, tool_name, tool_failed, coalesce(ran_at, at) as began, tool_duration_ms, ${runs} as going
      from agents_turns left join asked on turn_id = id
      where agent_id = ${agentId} and at >= ${from} and at <= ${to} and tool_name is not null
      union all
      select id, tool_name, tool_failed, ran_at, tool_duration_ms, ${runs}
      from asked join agents_turns on turn_id = id where at < ${from}
      union all
      select id, tool_name, tool_failed, at, tool_duration_ms, true from agents_turns
      where ${runs} and at < ${from} and tool_name is not null and id not in (select turn_id from asked)
    ),
    calls as (
      select *, case when not going then began + coalesce(tool_duration_ms, 0) * interval '1 millisecond' end as ended
      from told
    )
    select min(began) as from, max(ended) as to, count(*)::int as calls,
      (count(*) filter (where tool_failed))::int as failed,
      mode() within group (order by tool_name) as tool, (array_agg(id order by began, id))[1] as turn_id
    from calls where began <= ${to} and (began >= ${from} or going)
    group by going, floor(extract(epoch from (began - ${from}::timestamptz)) * 1000 / ${partMs}::float8)
    order by min(began) desc limit ${mostStretches + 1}
  `.execute(read);
  return rows.toReversed().map(({ turn_id: turnId, from: began, to: over, ...counted }) => ({
    ...{ ...counted, turnId, from: began.toISOString(), to: instant(over) },
  }));
}

interface Parts {
  window: TimeWindow;
  /** How much time one stretch stands for. */
  partMs: number;
}

/**
 * How long commands were open in a window: rests between them are drawn folded, and would make stretches coarse. The
 * whole window where none is known, or more than are listed.
 */
function workedMs(
  commands: readonly { from: string; to: string | null }[],
  { from, to }: TimeWindow,
): number {
  const [begin, end] = [from.getTime(), to.getTime()];
  const worked = commands.reduce((sum, command) => {
    const over = command.to === null ? end : Math.min(end, Date.parse(command.to));
    return sum + Math.max(0, over - Math.max(begin, Date.parse(command.from)));
  }, 0);
  const isTold = commands.length > 0 && commands.length <= mostInLane && worked > 0;
  return Math.max(stretches, isTold ? Math.min(worked, end - begin) : end - begin);
}

interface ToolsRow {
  from: Date;
  to: Date | null;
  calls: number;
  failed: number;
  tool: string;
  turn_id: string;
}
