import type { DataRow } from "@signalbox/contract/admin";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { z } from "zod";
import type { Queryable } from "../../../platform/database/database.ts";
import { allOf, type Clause, clausesOf } from "../selection/conditions.ts";
import type { Selection } from "../selection/read-selection.ts";
import type { BrowsableColumn, BrowsableTable } from "../tables/browsable-table.ts";
import { cellName, cellOf, type Depth, selected } from "./cells.ts";
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
export const lookedThrough = 5_000;

export const Place = z.array(z.string().nullable());
const Keys = z.array(z.string());

/** A page of rows behind a place, each with its own place in the order. */
export async function readRowPage(
  db: Queryable,
  table: BrowsableTable,
  selection: Selection,
  wanted: PageWanted,
): Promise<RowPage> {
  const { reached, looked } = reachOf(table, selection, wanted);
  const { rows } = await pageQuery(table, selection, wanted).execute(db);
  const shown = rows.slice(0, wanted.limit);
  const more = rows.length > wanted.limit;
  const isLooking = looked.length > 0;
  const end = isLooking && !more ? await endOfWindow(db, table, selection, reached) : null;
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => rowOf(row, selection.columns, wanted.depth)),
    next: more && last !== undefined ? Place.parse(last[names.place]) : end,
    looked: isLooking ? { rows: lookedThrough, cut: end !== null } : null,
  };
}

/** The rows of a page, and one more where there are more. */
export function pageQuery(
  table: BrowsableTable,
  selection: Selection,
  wanted: PageWanted,
): RawBuilder<Record<string, unknown>> {
  const { order, columns } = selection;
  const { reached, looked } = reachOf(table, selection, wanted);
  const isLooking = looked.length > 0;
  const source = isLooking ? windowOf(table, selection, reached) : sql.table(table.name);
  const key = sql`json_build_array(${sql.join(table.key.map((part) => sql`cast(${keyPart(part)} as text)`))})`;
  return sql<Record<string, unknown>>`
    select ${sql.join([
      sql`${key} as ${sql.id(names.key)}`,
      sql`${positionOf(table, order)} as ${sql.id(names.place)}`,
      ...columns.map((column) => selected(column, wanted.depth)),
    ])}
    from ${source} where ${isLooking ? allOf(looked) : reached}
    order by ${orderBy(table, order)} limit ${wanted.limit + 1}`;
}

/** Which rows an index leads to, and what is told by looking at them. */
function reachOf(
  table: BrowsableTable,
  selection: Selection,
  { after, limit }: PageWanted,
): { reached: Clause; looked: readonly Clause[] } {
  const { order } = selection;
  const { led, looked, anyOf } = clausesOf(table, selection);
  const within = after === undefined ? led : [...led, isBehind(table, order, after)];
  if (anyOf.length === 0) return { reached: allOf(within), looked };
  // Said as one condition, the rows of the first index would be read until enough of them fit.
  const key = sql.join(table.key.map(keyPart));
  const wanted = looked.length > 0 ? lookedThrough + 1 : limit + 1;
  const found = anyOf.map(
    (clause) => sql`(select ${key} from ${sql.table(table.name)} where ${allOf([clause, ...within])}
      order by ${orderBy(table, order)} limit ${wanted})`,
  );
  return { reached: sql<SqlBool>`(${key}) in (${sql.join(found, sql` union `)})`, looked };
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
  cells: Object.fromEntries(
    columns.map((column) => [column.name, cellOf(column, row[cellName(column.name)], depth)]),
  ),
});
