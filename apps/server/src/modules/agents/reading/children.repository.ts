import type { ChildAgent } from "@signalbox/contract/agent-children";
import { sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import { noOrigin, presentAgent } from "./agents.repository.ts";

interface Window {
  /** Only children that came after this one. */
  after: string | undefined;
  limit: number;
}

/** The call that started a child: the CLI has all agents of a session on one level, and its answer names the child. */
const launch = sql<{ id: string; agent_id: string }>`
  (select turn.id, turn.agent_id from agents_turns turn
   where turn.tool_result ->> 'agentId' is not null
     and left(turn.tool_result ->> 'agentId', 100) = left(child.session_id, 100)
     and (turn.agent_id = child.parent_id
       or turn.agent_id in (select id from agents where parent_id = child.parent_id))
   order by turn.at limit 1)`;

const turns = sql<number>`
  (select count(*)::int from agents_turns turn where turn.agent_id = child.id and not turn.internal)`;

/** The agents that this one started itself: a call of it did, or it has the session and no call of a child did. */
export async function findChildAgents(
  read: Queryable,
  agentId: string,
  { after, limit }: Window,
): Promise<ChildAgent[]> {
  const rows = await read
    .selectFrom("agents as child")
    .leftJoinLateral(launch.as<"launch">(sql`launch`), (join) => join.onTrue())
    .where(
      sql<boolean>`child.parent_id in (${agentId}, (select parent_id from agents where id = ${agentId}))`,
    )
    .where(sql<boolean>`coalesce(launch.agent_id, child.parent_id) = ${agentId}`)
    .$if(after !== undefined, (query) => query.where("child.id", ">", after ?? ""))
    .orderBy("child.id")
    .limit(limit)
    .selectAll("child")
    .select(["launch.id as launch_id", turns.as("turns")])
    .execute();
  return rows.map((row) => ({
    ...presentAgent({ ...row, ...noOrigin }),
    turns: row.turns,
    startedByTurnId: row.launch_id,
  }));
}
