import type { ParkedSignal } from "@signalbox/contract/signals";
import { sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";

interface Window {
  /** Only signals older than this one. */
  before: string | undefined;
  limit: number;
}

const columns = ["id", "backend", "event", "received_at", "error", "correlation_id", "payload"] as const;

interface ParkedRow {
  id: string;
  backend: string;
  event: string;
  received_at: Date;
  error: string | null;
  correlation_id: string;
  payload: unknown;
}

const presentParked = (row: ParkedRow): ParkedSignal => ({
  id: row.id,
  backend: row.backend,
  event: row.event,
  receivedAt: row.received_at.toISOString(),
  error: row.error ?? "",
  correlationId: row.correlation_id,
  payload: row.payload,
});

/** Signals that could not be applied, the newest first. */
export async function findParked(read: Queryable, { before, limit }: Window): Promise<ParkedSignal[]> {
  let query = read.selectFrom("agents_signals").where("error", "is not", null);
  if (before !== undefined) query = query.where("id", "<", before);
  const rows = await query.select(columns).orderBy("id", "desc").limit(limit).execute();
  return rows.map(presentParked);
}

export async function findOneParked(read: Queryable, id: string): Promise<ParkedSignal | undefined> {
  const row = await read
    .selectFrom("agents_signals")
    .where("id", "=", id)
    .where("error", "is not", null)
    .select(columns)
    .executeTakeFirst();
  return row && presentParked(row);
}

/** Why it could not be applied either; null where it was, or had been before. */
export async function errorOf(read: Queryable, id: string): Promise<string | null> {
  const row = await read.selectFrom("agents_signals").where("id", "=", id).select("error").executeTakeFirst();
  return row?.error ?? null;
}

/** False when somebody else was faster. */
export async function forgetParked(tx: Tx, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("agents_signals")
    .where("id", "=", id)
    .where("error", "is not", null)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** More signals than this in a day are not counted: the hours before stay empty. */
const mostCounted = 500_000;

/** Signals since a time by CLI and hour. */
export async function countByHour(
  read: Queryable,
  since: Date,
): Promise<{ backend: string; hour: Date; signals: number }[]> {
  const { rows } = await sql<{ backend: string; hour: Date; signals: number }>`
    select backend, date_trunc('hour', received_at, 'UTC') as hour, count(*)::int as signals from (
      select backend, received_at from agents_signals where id >= ${firstIdOf(since)}::uuid and source = 'hook'
      order by id desc limit ${mostCounted}
    ) as lately
    where received_at >= ${since} group by 1, 2 order by 1, 2
  `.execute(read);
  return rows;
}

/** Ids begin with their time: the smallest one that can have been made then. */
const firstIdOf = (at: Date): string => {
  const time = at.getTime().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
};

export async function countParkedByBackend(read: Queryable): Promise<Map<string, number>> {
  const rows = await read
    .selectFrom("agents_signals")
    .where("error", "is not", null)
    .groupBy("backend")
    .select(["backend", sql<number>`count(*)::int`.as("count")])
    .execute();
  return new Map(rows.map(({ backend, count }) => [backend, count]));
}
