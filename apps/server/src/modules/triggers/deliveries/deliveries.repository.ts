import type { Delivery, DeliveryState } from "@signalbox/contract/deliveries";
import { type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Db, Queryable, Tx } from "../../../platform/database/database.ts";
import type { TriggersDeliveries } from "../../../platform/database/tables.ts";

export type DeliveryRow = Selectable<TriggersDeliveries>;
/** In lists, without what may be large. */
type ListedRow = Omit<DeliveryRow, "body" | "headers"> & { source_name: string };

const Heads = z.record(z.string(), z.string());

export const headersOf = ({ headers }: Pick<DeliveryRow, "headers">): Record<string, string> =>
  Heads.parse(headers);

export const presentDelivery = (row: ListedRow): Delivery => ({
  id: row.id,
  source: { id: row.source_id, name: row.source_name },
  externalId: row.external_id,
  event: row.event,
  state: row.state,
  reason: row.reason,
  at: row.at.toISOString(),
  bytes: row.bytes,
  duplicates: row.duplicates,
  started: row.started,
  replayOf: row.replay_of,
});

const listed = [
  ...["id", "source_id", "dedupe_key", "external_id", "event", "state", "reason", "bytes", "digest"],
  ...["at", "duplicates", "started", "replay_of"],
] as const;

export const findDelivery = (
  read: Queryable,
  id: string,
): Promise<(DeliveryRow & { source_name: string }) | undefined> =>
  read
    .selectFrom("triggers_deliveries")
    .innerJoin("triggers_sources", "triggers_sources.id", "triggers_deliveries.source_id")
    .where("triggers_deliveries.id", "=", id)
    .selectAll("triggers_deliveries")
    .select("triggers_sources.name as source_name")
    .executeTakeFirst();

interface Window {
  before: string | undefined;
  limit: number;
  sourceId: string | undefined;
  state: DeliveryState | undefined;
  text: string | undefined;
}

/** A text is looked for in so many, the newest: bodies have no index. */
const searched = 5_000;

/** The newest first. */
export function findDeliveries(
  read: Queryable,
  { before, limit, sourceId, state, text }: Window,
): Promise<ListedRow[]> {
  let newest = read.selectFrom("triggers_deliveries").orderBy("id", "desc");
  if (before !== undefined) newest = newest.where("id", "<", before);
  if (sourceId !== undefined) newest = newest.where("source_id", "=", sourceId);
  if (state !== undefined) newest = newest.where("state", "=", state);
  const found =
    text === undefined
      ? newest.selectAll().limit(limit)
      : read
          .selectFrom(newest.selectAll().limit(searched).as("newest"))
          .selectAll()
          .where(
            sql<boolean>`strpos(lower(concat_ws(' ', event, external_id, reason, body)), lower(${text})) > 0`,
          )
          .orderBy("id", "desc")
          .limit(limit);
  return read
    .selectFrom(found.as("found"))
    .innerJoin("triggers_sources", "triggers_sources.id", "found.source_id")
    .select(listed.map((name) => `found.${name}` as const))
    .select("triggers_sources.name as source_name")
    .orderBy("found.id", "desc")
    .execute();
}

/** The oldest that nobody has looked at: one at least, and no more than so many and so large. */
export async function findWaiting(
  read: Queryable,
  most: { rows: number; bytes: number },
): Promise<DeliveryRow[]> {
  const waiting = read.selectFrom("triggers_deliveries").where("state", "=", "received").orderBy("id");
  const sizes = await waiting.select(["id", "bytes"]).limit(most.rows).execute();
  const ids: { id: string }[] = [];
  let bytes = 0;
  for (const one of sizes) {
    bytes += one.bytes;
    if (bytes > most.bytes && ids.length > 0) break;
    ids.push(one);
  }
  if (ids.length === 0) return [];
  return waiting
    .where(
      "id",
      "in",
      ids.map(({ id }) => id),
    )
    .selectAll()
    .execute();
}

export interface Refused {
  id: string;
  sourceId: string;
  reason: string;
  bytes: number;
  digest: string;
  at: Date;
}

/** Tells of one that was refused; of its body, nothing. */
export const storeRefused = (
  db: Db,
  { id, sourceId, reason, bytes, digest, at }: Refused,
): Promise<unknown> =>
  db.write({
    name: "deliveries_refused",
    text: `insert into triggers_deliveries (id, source_id, state, reason, headers, bytes, digest, at)
      values ($1, $2, 'refused', $3, '{}', $4, $5, $6)`,
    values: [id, sourceId, reason, bytes, digest, at],
  });

/** The same once more, to be looked at anew. */
export const insertReplay = async (
  tx: Tx,
  { id, at, of }: { id: string; at: Date; of: DeliveryRow },
): Promise<void> => {
  await tx
    .insertInto("triggers_deliveries")
    .values({
      ...{ id, at, state: "received", source_id: of.source_id, external_id: of.external_id, event: of.event },
      ...{ headers: JSON.stringify(of.headers), body: of.body, bytes: of.bytes, digest: of.digest },
      replay_of: of.replay_of ?? of.id,
    })
    .execute();
};

/** Those that nobody else handled meanwhile are handled now; their sources were heard. */
export async function moveToHandled(
  tx: Tx,
  handled: readonly { row: DeliveryRow; started: number }[],
): Promise<void> {
  const ids = handled.map(({ row }) => row.id);
  const started = handled.map((one) => one.started);
  await sql`
    update triggers_deliveries set state = 'handled', started = done.started
    from unnest(${ids}::uuid[], ${started}::int[]) as done (id, started)
    where triggers_deliveries.id = done.id and state = 'received'`.execute(tx);
  const sources = Map.groupBy(handled, ({ row }) => row.source_id);
  const heard = [...sources.values()].map(
    (all) => new Date(Math.max(...all.map(({ row }) => row.at.getTime()))),
  );
  await sql`
    update triggers_sources set last_delivery_at = greatest(last_delivery_at, heard.at)
    from unnest(${[...sources.keys()]}::uuid[], ${heard}::timestamptz[]) as heard (id, at)
    where triggers_sources.id = heard.id`.execute(tx);
}
