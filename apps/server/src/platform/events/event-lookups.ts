import type { EventEnvelope } from "@signalbox/contract/event";
import { sql } from "kysely";
import { z } from "zod";
import type { Queryable } from "../database/database.ts";
import { type EventRow, envelopeOf } from "./event-store.ts";

/** Events of one correlation id, the oldest first. */
export const readCorrelated = async (
  db: Queryable,
  correlationId: string,
  limit: number,
): Promise<EventEnvelope[]> => {
  const { rows } = await sql<EventRow>`
    select * from events where correlation_id = ${correlationId} order by position limit ${limit}
  `.execute(db);
  return rows.map(envelopeOf);
};

/** A cause may be something else than an event: a request, a signal. */
const isId = (cause: string): boolean => z.uuid().safeParse(cause).success;

/** Those events among the causes, whatever else is named as one. */
export const readCauses = async (db: Queryable, causes: readonly string[]): Promise<EventEnvelope[]> => {
  const ids = causes.filter(isId);
  if (ids.length === 0) return [];
  const { rows } = await sql<EventRow>`
    select * from events where id = any(${ids}::uuid[]) order by position
  `.execute(db);
  return rows.map(envelopeOf);
};

/** The newest event at or before a position. */
export const readNewestUpTo = async (db: Queryable, position: bigint): Promise<EventEnvelope | undefined> => {
  const { rows } = await sql<EventRow>`
    select * from events where position <= ${String(position)}::bigint order by position desc limit 1
  `.execute(db);
  return rows.map(envelopeOf)[0];
};

export interface LastOfAgents {
  agentIds: readonly string[];
  /** Families of types: `command` for all of `command.*`. */
  families: readonly string[];
  /** Events after this position had not happened yet. */
  upTo: bigint;
  /** So many of each agent. */
  each: number;
}

/** The newest events of each of these agents as of a position, all together the oldest first. */
export const readLastOfAgents = async (
  db: Queryable,
  { agentIds, families, upTo, each }: LastOfAgents,
): Promise<EventEnvelope[]> => {
  if (agentIds.length === 0) return [];
  const { rows } = await sql<EventRow>`
    select last.* from unnest(${agentIds}::uuid[]) as agent(id) cross join lateral (
      select * from events
      where agent_id = agent.id and position <= ${String(upTo)}::bigint
        and split_part(type, '.', 1) = any(${families}::text[])
      order by position desc limit ${each}
    ) as last
    order by last.position
  `.execute(db);
  return rows.map(envelopeOf);
};

/** The nearest events of these types before and after a position. */
export const readNeighbours = async (
  db: Queryable,
  position: bigint,
  types: readonly string[],
): Promise<{ previous: bigint | null; next: bigint | null }> => {
  const { rows } = await sql<{ previous: string | null; next: string | null }>`
    select
      (select max(nearest.position) from unnest(${types}::text[]) as wanted(type) cross join lateral (
        select position from events where (type, position) < (wanted.type, ${String(position)}::bigint)
          and (type, position) >= (wanted.type, 0) order by type desc, position desc limit 1) as nearest) as previous,
      (select min(nearest.position) from unnest(${types}::text[]) as wanted(type) cross join lateral (
        select position from events where (type, position) > (wanted.type, ${String(position)}::bigint)
          and (type, position) <= (wanted.type, 9223372036854775807) order by type, position limit 1) as nearest) as next
  `.execute(db);
  const [found] = rows;
  return { previous: numberOf(found?.previous), next: numberOf(found?.next) };
};

const numberOf = (text: string | null | undefined): bigint | null => (text == null ? null : BigInt(text));

/** Where the log stood when, at `points` evenly spread positions from its oldest to its newest event. */
export const readTimeline = async (
  db: Queryable,
  points: number,
): Promise<{ position: string; at: string }[]> => {
  const { rows } = await sql<{ position: string; at: Date }>`
    with ends as (select min(position) as oldest, max(position) as newest from events),
    steps as (
      select distinct oldest + (newest - oldest) * step / ${points - 1}::bigint as position
      from ends, generate_series(0, ${points - 1}::bigint) as step where oldest is not null
    )
    select distinct stood.position, stood.at from steps cross join lateral (
      select position, at from events where events.position >= steps.position order by position limit 1
    ) as stood
    order by stood.position
  `.execute(db);
  return rows.map(({ position, at }) => ({ position: String(position), at: at.toISOString() }));
};
