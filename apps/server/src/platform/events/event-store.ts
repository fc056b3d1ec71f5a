import type { EventEnvelope } from "@signalbox/contract/event";
import { CompiledQuery, sql } from "kysely";
import type { Queryable, Statement, Tx } from "../database/database.ts";
import { filterParts } from "./event-filter.ts";
import type { EventFilter, NewEvent } from "./events.ts";

/** Any number that nothing else in this database locks; every writer of events must use the same. */
const positionLock = 7_373_001;

/**
 * One statement takes the lock, numbers and inserts, so that the lock is held for as short as can be: until the
 * commit that follows. The sub-select can't be flattened because it is sorted, so no number is drawn before the
 * lock is held, and numbers are drawn in the order given. Nor is the lock taken before the `with` parts named in
 * `after` are done; without that the order of such parts is PostgreSQL's.
 */
const insertText = (after: readonly string[]): string => `
  with lock as materialized (
    select pg_advisory_xact_lock(${positionLock})
    ${after.map((part, at) => `${at === 0 ? "where" : "and"} (select count(*) from ${part}) >= 0`).join(" ")}
  ),
  ordered as (
    select e.* from lock, rows from (jsonb_to_recordset($1::jsonb) as (
      id uuid, type text, version smallint, at timestamptz, actor text, subject_kind text, subject_id text,
      project_id uuid, agent_id uuid, command_id uuid, turn_id uuid,
      correlation_id text, causation_id text, traceparent text, data jsonb
    )) with ordinality as e order by e.ordinality
  )
  insert into events (position, id, type, version, at, actor, subject_kind, subject_id,
    project_id, agent_id, command_id, turn_id, correlation_id, causation_id, traceparent, data)
  select nextval('events_position'), id, type, version, at, actor, subject_kind, subject_id,
    project_id, agent_id, command_id, turn_id, correlation_id, causation_id, traceparent, data
  from ordered
  returning position`;

/** The insert of any number of events, to be run last in a transaction; nothing for none. */
export const insertStatements = (events: readonly NewEvent[], after: readonly string[] = []): Statement[] =>
  events.length === 0
    ? []
    : [{ name: "events_insert", text: insertText(after), values: [JSON.stringify(events.map(recordOf))] }];

/** Inserts events in a transaction, as the last thing in it; answers the rows of the statement. */
export const insertInto = async (tx: Tx, events: readonly NewEvent[]): Promise<PositionRow[]> => {
  const [statement] = insertStatements(events);
  if (statement === undefined) return [];
  const query = CompiledQuery.raw(statement.text, statement.values);
  return (await tx.executeQuery<PositionRow>(query)).rows;
};

type PositionRow = Record<string, unknown>;

/** Events just inserted, as they will be read; `rows` are what the statement that inserted them answered. */
export const envelopesOf = (events: readonly NewEvent[], rows: readonly PositionRow[]): EventEnvelope[] =>
  rows.flatMap(({ position }, index) => {
    const event = events[index];
    return event === undefined ? [] : [{ ...event, position: String(position), at: event.at.toISOString() }];
  });

const recordOf = (event: NewEvent) => ({
  id: event.id,
  type: event.type,
  version: event.version,
  at: event.at,
  actor: event.actor,
  subject_kind: event.subject.kind,
  subject_id: event.subject.id,
  project_id: event.projectId,
  agent_id: event.agentId,
  command_id: event.commandId,
  turn_id: event.turnId,
  correlation_id: event.correlationId,
  causation_id: event.causationId,
  traceparent: event.traceparent,
  data: event.data,
});

export interface EventRow {
  position: string;
  id: string;
  type: string;
  version: number;
  at: Date;
  actor: string;
  subject_kind: string;
  subject_id: string;
  project_id: string | null;
  agent_id: string | null;
  command_id: string | null;
  turn_id: string | null;
  correlation_id: string;
  causation_id: string | null;
  traceparent: string | null;
  data: Record<string, unknown>;
}

/** Events after a position, oldest first. */
export const readEvents = async (
  db: Queryable,
  { after, filter, limit }: { after: bigint; filter: EventFilter; limit: number },
): Promise<EventEnvelope[]> => {
  const { types, families, projectIds, agentIds } = filterParts(filter);
  const conditions = [
    sql`position > ${String(after)}::bigint`,
    ...(types === null || families === null ? [] : [typeCondition(types, families)]),
    ...(projectIds === null ? [] : [sql`project_id = any(${projectIds}::uuid[])`]),
    ...(agentIds === null ? [] : [sql`agent_id = any(${agentIds}::uuid[])`]),
  ];
  const { rows } = await sql<EventRow>`
    select * from events where ${sql.join(conditions, sql` and `)} order by position limit ${limit}
  `.execute(db);
  return rows.map(envelopeOf);
};

export const typeCondition = (types: readonly string[], families: readonly string[]) =>
  families.length === 0
    ? sql`type = any(${types}::text[])`
    : sql`(type = any(${types}::text[]) or split_part(type, '.', 1) = any(${families}::text[]))`;

/** One event by its position; undefined where it is not kept. */
export const readEvent = async (db: Queryable, position: bigint): Promise<EventEnvelope | undefined> => {
  const { rows } = await sql<EventRow>`
    select * from events where position = ${String(position)}::bigint
  `.execute(db);
  return rows.map(envelopeOf)[0];
};

/** What tells this log from any other. */
export const readLogId = async (db: Queryable): Promise<string> => {
  const { id } = await db.selectFrom("events_identity").select("id").executeTakeFirstOrThrow();
  return id;
};

/** Makes it another log: what nodes told one another under positions that follow is of the one before. */
export const renewLogText = "update events_identity set id = gen_random_uuid()";

/** Positions of the oldest kept and the newest event; 0 where there is none. */
export const readRange = async (db: Queryable): Promise<{ oldest: bigint; newest: bigint }> => {
  const { rows } = await sql<{ oldest: string; newest: string }>`
    select coalesce(min(position), 0) as oldest, coalesce(max(position), 0) as newest from events
  `.execute(db);
  return { oldest: BigInt(rows[0]?.oldest ?? 0), newest: BigInt(rows[0]?.newest ?? 0) };
};

export const envelopeOf = (row: EventRow): EventEnvelope => ({
  position: String(row.position),
  id: row.id,
  type: row.type,
  at: row.at.toISOString(),
  actor: row.actor,
  projectId: row.project_id,
  agentId: row.agent_id,
  commandId: row.command_id,
  turnId: row.turn_id,
  subject: { kind: row.subject_kind, id: row.subject_id },
  correlationId: row.correlation_id,
  causationId: row.causation_id,
  ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
  version: row.version,
  data: row.data,
});
