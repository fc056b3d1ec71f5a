import type { Agent } from "@signalbox/contract/agents";
import type { TurnHit } from "@signalbox/contract/turn-search";
import { type RawBuilder, sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import { regexesOf, snippetOf, tsqueryOf } from "./turn-search.ts";

export interface TurnSearch {
  words: readonly string[];
  agentId?: string | undefined;
  projectIds?: readonly string[] | undefined;
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

/** With more hits than this, the latest are found sooner by going back through time. */
const mostGathered = 2_000;

/** Turns that are looked at before the index is: they tell how common the words are. */
const lookedAtFirst = 2_000;

/** With so many hits among those, to go on looking is faster than to gather. */
const hitsOfCommonWords = 12;

/** The words of what somebody searches for, as they lie in the index, in their order. */
export async function wordsIn(read: Queryable, query: string): Promise<string[]> {
  const { rows } = await sql<{ lexeme: string }>`
    select lexeme from unnest(agents_words(${query.replaceAll("\0", " ")}, null)) order by positions[1] limit 10
  `.execute(read);
  return rows.map(({ lexeme }) => lexeme);
}

/** Turns that have all of the words, the latest first. */
export async function findHits(read: Queryable, search: TurnSearch, window: Window): Promise<TurnHit[]> {
  const ids = await findLatest(read, search, window);
  const { rows } = await sql<HitRow>`
    select t.id, t.command_id, t.actor, t.intent, t.tool_name, t.at, a.id as agent_id, a.title, a.agent_type,
      a.backend, a.project_id, a.parent_id,
      substr(t.text, greatest(1, strpos(lower(left(t.text, 50000)), ${search.words[0]}) - 200), ${longestRead}) as passage
    from agents_turns t join agents a on a.id = t.agent_id
    where t.id = any(${ids}::uuid[]) order by t.at desc, t.id desc
  `.execute(read);
  return rows.map((row) => presentHit(row, search.words));
}

/**
 * The latest hits are either gathered from the index of words, which costs as much as there are hits of any age, or found
 * by looking at turn after turn, which costs the more the rarer they are.
 */
async function findLatest(read: Queryable, search: TurnSearch, window: Window): Promise<readonly string[]> {
  const first = await lookThrough(read, search, window, lookedAtFirst);
  if (first.length >= window.limit) return first;
  const all = first.length < hitsOfCommonWords ? await gathered(read, search, window) : null;
  return all ?? (await lookedBackFor(read, search, window, first));
}

interface Found {
  /** Null in the one row of a search that found nothing. */
  id: string | null;
  total: number;
}

/** All hits as the index of words has them, then the latest of them; null where there are too many. */
async function gathered(
  read: Queryable,
  search: TurnSearch,
  window: Window,
): Promise<readonly string[] | null> {
  const { rows } = await sql<Found>`
    with found as materialized (
      select t.id, t.at from agents_turns t
      where ${hasWords(search)} and not t.internal and ${narrowed(search)} limit ${mostGathered + 1}
    ),
    counted as (select count(*)::int as total from found)
    select t.id, counted.total from counted left join lateral (
      select id from found t where counted.total <= ${mostGathered} and ${isBefore(window)}
      order by at desc, id desc limit ${window.limit}
    ) t on true
  `.execute(read);
  if ((rows[0]?.total ?? 0) > mostGathered) return null;
  return rows.flatMap(({ id }) => id ?? []);
}

/** So many turns are looked at before the place is noted to go on from. */
const lookedAtOnce = 10_000;

/** The latest hits of a search that has many, behind the first: from the latest turns back, until there are enough. */
async function lookedBackFor(
  read: Queryable,
  search: TurnSearch,
  window: Window,
  first: readonly string[],
): Promise<readonly string[]> {
  const found = [...first];
  let before = await endOfStretch(read, search, window.before, lookedAtFirst);
  while (before !== undefined && found.length < window.limit) {
    const stretch = { before, limit: window.limit - found.length };
    found.push(...(await lookThrough(read, search, stretch, lookedAtOnce)));
    if (found.length < window.limit) before = await endOfStretch(read, search, before, lookedAtOnce);
  }
  return found;
}

const turnsBefore = (search: TurnSearch, window: Pick<Window, "before">): RawBuilder<unknown> => sql`
  from agents_turns t where not t.internal and ${narrowed(search)} and ${isBefore(window)}
  order by t.at desc, t.id desc`;

/** The inner limit keeps the order of time the way in; the outer one ends the look as soon as there are enough. */
async function lookThrough(
  read: Queryable,
  search: TurnSearch,
  window: Window,
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from (
      select t.id, t.text as said, t.tool_name, lower(t.text) as text, lower(coalesce(t.tool_name, '')) as tool
        ${turnsBefore(search, window)} limit ${most}
    ) t
    where ${reads(search)} limit ${window.limit}
  `.execute(read);
  return rows.map(({ id }) => id);
}

/** Where a stretch that was looked through ended; undefined at the end of all. */
async function endOfStretch(
  read: Queryable,
  search: TurnSearch,
  before: Window["before"],
  length: number,
): Promise<Window["before"]> {
  const { rows } = await sql<{ at: Date; id: string }>`
    select t.at, t.id ${turnsBefore(search, { before })} limit 1 offset ${length - 1}
  `.execute(read);
  return rows[0];
}

const hasWords = ({ words }: TurnSearch): RawBuilder<unknown> =>
  sql`agents_words(t.text, t.tool_name) @@ to_tsquery('simple', ${tsqueryOf(words)})`;

/**
 * The same of a turn that is looked at. To sort its words as the index does takes ten times as long: it is done where its
 * letters, or its length, make a difference.
 */
const reads = ({ words }: TurnSearch): RawBuilder<unknown> => {
  const mayHave = words.map((word) => sql`(strpos(t.text, ${word}) > 0 or strpos(t.tool, ${word}) > 0)`);
  // The index parts what begins like a number, such as the name of a commit, where no rule of letters does.
  const isNumberLike = words.some((word) => /^\d/.test(word));
  const looked = isNumberLike ? [] : regexesOf(words);
  const has = looked.map((regex) => sql`(t.text ~ ${regex} or t.tool ~ ${regex})`);
  const isPlain = isNumberLike
    ? sql`false`
    : sql`octet_length(t.said) = length(t.said) and length(t.said) <= 50000`;
  const sorted = sql`agents_words(t.said, t.tool_name) @@ to_tsquery('simple', ${tsqueryOf(words)})`;
  return sql.join([...mayHave, ...has, sql`(${isPlain} or ${sorted})`], sql` and `);
};

const narrowed = ({ agentId, projectIds, backend }: TurnSearch): RawBuilder<unknown> => {
  const ofAgent = agentId === undefined ? sql`true` : sql`t.agent_id = ${agentId}`;
  if (projectIds === undefined && backend === undefined) return ofAgent;
  const ofProject = projectIds === undefined ? sql`true` : sql`project_id = any(${projectIds}::uuid[])`;
  const ofBackend = backend === undefined ? sql`true` : sql`backend = ${backend}`;
  return sql`${ofAgent} and t.agent_id = any(array(select id from agents where ${ofProject} and ${ofBackend}))`;
};

const isBefore = ({ before }: Pick<Window, "before">): RawBuilder<unknown> =>
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
