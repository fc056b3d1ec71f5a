import type { NewPrice, WrittenPrice } from "@signalbox/contract/prices";
import type { Selectable } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { Prices } from "../../platform/database/tables.ts";
import type { Written } from "./in-force.ts";

export type PriceRow = Selectable<Prices>;

/** That hold; more than there are models. */
export const mostPrices = 500;

const numberOf = (rate: string | null): number | null => (rate === null ? null : Number(rate));

export const ratesOf = (row: PriceRow) => ({
  ...{ input: Number(row.input), output: Number(row.output) },
  ...{ cacheRead: numberOf(row.cache_read), cacheWrite: numberOf(row.cache_write) },
});

export type KnownPrice = Written & { source: string; by: string };

/** All that are not removed. */
export async function findHolding(read: Queryable): Promise<KnownPrice[]> {
  const rows = await read.selectFrom("prices").where("removed_at", "is", null).selectAll().execute();
  return rows.map((row) => ({
    ...{ id: row.id, model: row.model, ...ratesOf(row), validFrom: row.valid_from },
    ...{ source: row.source, by: row.by_name },
  }));
}

/** The newest first. */
export function findWritten(
  read: Queryable,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<PriceRow[]> {
  const query = read.selectFrom("prices").selectAll().orderBy("id", "desc").limit(limit);
  return (before === undefined ? query : query.where("id", "<", before)).execute();
}

export const insertPrice = (
  tx: Tx,
  { id, price, at, by }: { id: string; price: NewPrice; at: Date; by: string },
): Promise<PriceRow> =>
  tx
    .insertInto("prices")
    .values({
      ...{ id, model: price.model, source: price.source, created_at: at, by_name: by },
      ...{ input: price.rates.input, output: price.rates.output },
      ...{ cache_read: price.rates.cacheRead, cache_write: price.rates.cacheWrite },
      valid_from: price.validFrom === null ? at : new Date(price.validFrom),
    })
    .returningAll()
    .executeTakeFirstOrThrow();

/** Undefined where it holds no more. */
export const endPrice = (
  tx: Tx,
  { id, at, by }: { id: string; at: Date; by: string },
): Promise<PriceRow | undefined> =>
  tx
    .updateTable("prices")
    .set({ removed_at: at, removed_by: by })
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .returningAll()
    .executeTakeFirst();

export const presentWritten = (row: PriceRow): WrittenPrice => ({
  ...{ id: row.id, model: row.model, rates: ratesOf(row), source: row.source, by: row.by_name },
  ...{ validFrom: row.valid_from.toISOString(), createdAt: row.created_at.toISOString() },
  removed:
    row.removed_at === null ? null : { at: row.removed_at.toISOString(), by: row.removed_by ?? "somebody" },
});
