import type { DataRow } from "@signalbox/contract/admin";
import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import type { Queryable } from "../../../platform/database/database.ts";
import { allOf, clausesOf } from "../selection/conditions.ts";
import type { Selection } from "../selection/read-selection.ts";
import type { BrowsableColumn, BrowsableTable } from "../tables/browsable-table.ts";
import { cellOf, type Depth, selected } from "./cells.ts";
import { isBehind, orderBy, type Position, positionOf } from "./order-terms.ts";
import { keyPart, writeKey } from "./row-key.ts";

export interface PageWanted {
  after: Position | undefined;
  limit: number;
  depth: Depth;
}

export interface RowPage {
  rows: DataRow[];
  /** Where the next page begins; null at the end. */
  next: Position | null;
  /** Rows looked through where no index answers; `cut` where there are more. */
  looked: { rows: number; cut: boolean } | null;
}

/**
 * How many rows one page looks through, at most, for what no index leads to. The embedded engine serves everybody
 * in one thread and can't be interrupted, so this is the longest that a search keeps the others waiting.
 */
export const lookedThrough = 10_000;

export const Place = z.array(z.string().nullable());
const Keys = z.array(z.string());

/** A page of rows behind a place, each with its own place in the order. */
export async function readRowPage(
  db: Queryable,
  table: BrowsableTable,
  selection: Selection,
  { after, limit, depth }: PageWanted,
): Promise<RowPage> {
  const { order } = selection;
  const { led, looked } = clausesOf(table, selection);
  const reached = allOf([...led, ...(after === undefined ? [] : [isBehind(table, order, after)])]);
  const isLooking = looked.length > 0;
  const source = isLooking ? windowOf(table, selection, reached) : sql.table(table.name);
  const query = sql<Record<string, unknown>>`
    select ${sql.join([
      sql`json_build_array(${sql.join(table.key.map((part) => sql`cast(${keyPart(part)} as text)`))}) as ${sql.id(names.key)}`,
      sql`${positionOf(table, order)} as ${sql.id(names.place)}`,
      ...selection.columns.map((column) => selected(column, depth)),
    ])}
    from ${source} where ${isLooking ? allOf(looked) : reached}
    order by ${orderBy(table, order)} limit ${limit + 1}`;
  const { rows } = await query.execute(db);
  const shown = rows.slice(0, limit);
  const more = rows.length > limit;
  const end = isLooking && !more ? await endOfWindow(db, table, selection, reached) : null;
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => rowOf(row, selection.columns, depth)),
    next: more && last !== undefined ? Place.parse(last[names.place]) : end,
    looked: isLooking ? { rows: lookedThrough, cut: end !== null } : null,
  };
}

/** What our own columns are called; no column of a table has a space in its name. */
const names = { key: "row key", place: "row place" } as const;

/** The rows that are looked through. Secret columns are not among them, but for a key's part. */
const windowOf = (
  table: BrowsableTable,
  { order }: Selection,
  reached: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`(
    select ${sql.join([...table.columns.keys()].map((name) => sql.ref(name)))} from ${sql.table(table.name)}
    where ${reached} order by ${orderBy(table, order)} limit ${lookedThrough}
  ) as looked`;

/** The place of the last row that was looked at; null where the table ended before. */
async function endOfWindow(
  db: Queryable,
  table: BrowsableTable,
  { order }: Selection,
  reached: RawBuilder<unknown>,
): Promise<Position | null> {
  const query = sql<{ place: unknown }>`
    select ${positionOf(table, order)} as place from ${sql.table(table.name)}
    where ${reached} order by ${orderBy(table, order)} limit 2 offset ${lookedThrough - 1}`;
  const [end, beyond] = (await query.execute(db)).rows;
  return end === undefined || beyond === undefined ? null : Place.parse(end.place);
}

const rowOf = (row: Record<string, unknown>, columns: readonly BrowsableColumn[], depth: Depth): DataRow => ({
  key: writeKey(Keys.parse(row[names.key])),
  cells: Object.fromEntries(columns.map((column) => [column.name, cellOf(column, row[column.name], depth)])),
});
