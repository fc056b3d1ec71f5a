import type { EventEnvelope } from "@signalbox/contract/event";
import { eventCatalogue } from "@signalbox/contract/event-catalogue";
import type { EventSearch } from "@signalbox/contract/events";
import { type RawBuilder, sql } from "kysely";
import type { Queryable } from "../database/database.ts";
import { filterParts } from "./event-filter.ts";
import { type EventRow, envelopeOf, typeCondition } from "./event-store.ts";

export interface EventSearchPage {
  search: EventSearch;
  order: "oldest" | "newest";
  /** Only events beyond this position, as seen in that order. */
  beyond: bigint | undefined;
  limit: number;
}

export interface FoundEvents {
  events: EventEnvelope[];
  /** Where it stopped looking for now, though it found less than was asked for; null where it came to the end. */
  searchedTo: bigint | null;
}

/** So many events are looked through at once for what no index knows. */
const windowSize = 20_000;

/**
 * Searches the log from either end. One index leads through it; the rest of the question is asked of each event
 * that it leads to, and of no more than a window of them: a search that finds nothing answers soon, and says how
 * far it looked.
 */
export const searchEvents = async (db: Queryable, page: EventSearchPage): Promise<FoundEvents> => {
  const lead = leadOf(page.search);
  const rest = restOf(page.search, lead);
  const window = rest.length === 0 ? page.limit : Math.ceil(windowSize / lead.values.length);
  const range = await rangeOf(db, page);
  const rows = await lookThrough(db, {
    lead,
    rest,
    range,
    limit: page.limit,
    newest: page.order === "newest",
    window,
  });
  const events = rows.flatMap((row) => (row.id === null ? [] : [envelopeOf(row)]));
  const searchedTo = events.length < page.limit ? (rows[0]?.searched_to ?? null) : null;
  return { events, searchedTo: searchedTo === null ? null : BigInt(searchedTo) };
};

/**
 * The index that leads through the log, for each of these values. Both columns of it are compared and sorted by
 * together: told that the first is equal, the planner may walk all of the log for a value that hardly occurs.
 */
interface Lead {
  by: "correlation" | "agent" | "project" | "type" | "position";
  values: readonly string[];
  /** The index's first column, and what it must be. */
  key: readonly [column: RawBuilder<unknown>, value: RawBuilder<unknown>];
}

const leadOf = ({ correlationId, agentId, projectId, type }: EventSearch): Lead => {
  if (correlationId !== undefined)
    return { by: "correlation", values: [correlationId], key: [sql`correlation_id`, sql`lead.value`] };
  if (agentId?.length) return { by: "agent", values: agentId, key: [sql`agent_id`, sql`lead.value::uuid`] };
  if (projectId?.length)
    return { by: "project", values: projectId, key: [sql`project_id`, sql`lead.value::uuid`] };
  const types = exactTypes(type);
  if (types !== undefined) return { by: "type", values: types, key: [sql`type`, sql`lead.value`] };
  return { by: "position", values: [""], key: [sql`true`, sql`true`] };
};

/** Every type that the filter names, families spelt out; undefined where it names none, or a family that nobody knows. */
const exactTypes = (filter: readonly string[] | undefined): string[] | undefined => {
  if (!filter?.length) return undefined;
  const spelt = filter.map((type) =>
    type.endsWith(".*")
      ? eventCatalogue.map((event) => event.type).filter((known) => known.startsWith(type.slice(0, -1)))
      : [type],
  );
  return spelt.some((types) => types.length === 0) ? undefined : [...new Set(spelt.flat())];
};

/** What is asked of each event besides the lead. */
const restOf = (search: EventSearch, { by }: Lead): RawBuilder<unknown>[] => {
  const { types, families, projectIds, agentIds } = filterParts({
    types: search.type,
    projectIds: search.projectId,
    agentIds: search.agentId,
  });
  const { actor, text } = search;
  return [
    ...(types === null || families === null || by === "type" ? [] : [typeCondition(types, families)]),
    ...(projectIds === null || by === "project" ? [] : [sql`project_id = any(${projectIds}::uuid[])`]),
    ...(agentIds === null || by === "agent" ? [] : [sql`agent_id = any(${agentIds}::uuid[])`]),
    ...(actor === undefined ? [] : [sql`(actor = ${actor} or starts_with(actor, ${`${actor}:`}))`]),
    ...(text === undefined ? [] : [sql`strpos(${allIds}, ${text.toLowerCase()}) > 0`]),
  ];
};

const allIds = sql`lower(concat_ws(' ', id, subject_id, agent_id, command_id, turn_id, project_id, correlation_id, causation_id))`;

/** The positions to look between, both excluded. */
interface Range {
  after: bigint;
  before: bigint;
}

const largest = 2n ** 63n - 1n;

const rangeOf = async (db: Queryable, { search, order, beyond }: EventSearchPage): Promise<Range> => {
  const after = search.since === undefined ? -1n : (await firstSince(db, search.since)) - 1n;
  const before = search.until === undefined ? largest : await firstSince(db, search.until);
  if (beyond === undefined) return { after, before };
  return order === "newest"
    ? { after, before: beyond < before ? beyond : before }
    : { after: beyond > after ? beyond : after, before };
};

/**
 * Where the events of that time and later begin. Time has no index: the log is written as time goes by, so that
 * halving it finds the place in twenty steps, give or take what was written side by side.
 */
export const firstSince = async (db: Queryable, at: string): Promise<bigint> => {
  const { rows } = await sql<{ position: string | null }>`
    with recursive seek(low, high) as (
      select min(position), max(position) + 1 from events
      union all
      select case when e.at < ${at}::timestamptz then e.position + 1 else low end,
        case when e.at < ${at}::timestamptz then high else (low + high) / 2 end
      from seek cross join lateral (
        select position, at from events where position >= (low + high) / 2 order by position limit 1
      ) e
      where low < high
    )
    select max(low) as position from seek
  `.execute(db);
  return BigInt(rows[0]?.position ?? 0);
};

type FoundRow = (EventRow | { [K in keyof EventRow]: null }) & { searched_to: string | null };

interface Look {
  lead: Lead;
  rest: readonly RawBuilder<unknown>[];
  range: Range;
  newest: boolean;
  limit: number;
  window: number;
}

const within = ({ lead: { by, key }, range }: Look) => {
  const [after, before] = [sql`${String(range.after)}::bigint`, sql`${String(range.before)}::bigint`];
  if (by === "position") return sql`position > ${after} and position < ${before}`;
  const [column, value] = key;
  return sql`(${column}, position) > (${value}, ${after}) and (${column}, position) < (${value}, ${before})`;
};

const lookThrough = async (db: Queryable, look: Look): Promise<FoundRow[]> => {
  const { lead, rest, newest, limit, window } = look;
  const hit = rest.length === 0 ? sql`true` : sql.join(rest, sql` and `);
  const order = newest ? sql`desc` : sql`asc`;
  const { rows } = await sql<FoundRow>`
    with looked as materialized (
      select lead.value, e.position, e.hit
      from unnest(${lead.values}::text[]) as lead(value) cross join lateral (
        select position, ${hit} as hit from events
        where ${within(look)} order by ${lead.by === "position" ? sql`` : sql`${lead.key[0]} ${order},`} position ${order}
        limit ${window}
      ) e
    ),
    edge as (
      select ${newest ? sql`max` : sql`min`}(furthest) as position from (
        select ${newest ? sql`min` : sql`max`}(position) as furthest from looked
        group by value having count(*) >= ${window}
      ) as full_windows
    )
    select edge.position as searched_to, found.* from edge left join lateral (
      select events.* from looked join events using (position)
      where looked.hit and (edge.position is null or ${newest ? sql`position >= edge.position` : sql`position <= edge.position`})
      order by position ${order} limit ${limit}
    ) as found on true
    order by found.position ${order}
  `.execute(db);
  return rows;
};
