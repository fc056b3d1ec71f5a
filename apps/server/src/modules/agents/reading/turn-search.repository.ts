import type { Agent } from "@signalbox/contract/agents";
import type { TurnHit } from "@signalbox/contract/turn-search";
import { type RawBuilder, sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import { snippetOf, tsqueryOf } from "./turn-search.ts";

export interface TurnSearch {
  words: readonly string[];
  agentId?: string | undefined;
  projectId?: string | undefined;
  backend?: Agent["backend"] | undefined;
}

interface Window {
  /** Only turns earlier than this one. */
  before: { at: Date; id: string } | undefined;
  limit: number;
}

interface HitRow {
  id: string;
  command_id: string | null;
  actor: TurnHit["actor"];
  intent: TurnHit["intent"];
  tool_name: string | null;
  at: Date;
  passage: string;
  agent_id: string;
  title: string | null;
  agent_type: string | null;
  backend: Agent["backend"];
  project_id: string | null;
  parent_id: string | null;
}

/** A part of a text that holds the passage to show. */
const longestRead = 2_000;

/** Turns that have all of the words, the latest first. */
export async function findHits(read: Queryable, search: TurnSearch, window: Window): Promise<TurnHit[]> {
  const { words } = search;
  const { rows } = await sql<HitRow>`
    select t.id, t.command_id, t.actor, t.intent, t.tool_name, t.at, a.id as agent_id, a.title, a.agent_type,
      a.backend, a.project_id, a.parent_id,
      substr(t.text, greatest(1, strpos(lower(left(t.text, 50000)), ${words[0]}) - 200), ${longestRead}) as passage
    from agents_turns t join agents a on a.id = t.agent_id
    where agents_words(t.text, t.tool_name) @@ to_tsquery('simple', ${tsqueryOf(words)})
      and not t.internal and ${narrowed(search)} and ${isBefore(window)}
    order by t.at desc, t.id desc limit ${window.limit}
  `.execute(read);
  return rows.map((row) => presentHit(row, words));
}

const narrowed = ({ agentId, projectId, backend }: TurnSearch): RawBuilder<unknown> => {
  const parts = [sql`true`];
  if (agentId !== undefined) parts.push(sql`t.agent_id = ${agentId}`);
  if (projectId !== undefined) parts.push(sql`a.project_id = ${projectId}`);
  if (backend !== undefined) parts.push(sql`a.backend = ${backend}`);
  return sql.join(parts, sql` and `);
};

const isBefore = ({ before }: Window): RawBuilder<unknown> =>
  before === undefined ? sql`true` : sql`(t.at, t.id) < (${before.at}, ${before.id})`;

const presentHit = (row: HitRow, words: readonly string[]): TurnHit => ({
  turnId: row.id,
  commandId: row.command_id,
  actor: row.actor,
  intent: row.intent,
  tool: row.tool_name,
  at: row.at.toISOString(),
  agent: {
    id: row.agent_id,
    title: row.title,
    agentType: row.agent_type,
    backend: row.backend,
    projectId: row.project_id,
    parentId: row.parent_id,
  },
  snippet: snippetOf(row.passage, words),
});
