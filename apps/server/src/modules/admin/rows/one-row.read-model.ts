import type { DataCell, DataRow } from "@signalbox/contract/admin";
import { sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import { adminErrors } from "../admin.errors.ts";
import { allOf, type Clause, valueAs } from "../selection/conditions.ts";
import { readValue } from "../selection/read-value.ts";
import type { BrowsableTable, TableBook } from "../tables/browsable-table.ts";
import { kindOf } from "../tables/kinds.ts";
import { cellName, cellOf, isCut, selected } from "./cells.ts";
import { keyPart, keyValue, readKey } from "./row-key.ts";

export interface OneRow extends DataRow {
  title: string;
  cut: string[];
  outgoing: { column: string; table: string; key: string; title: string | null }[];
  incoming: { table: string; column: string; count: number; more: boolean }[];
}

/** Rows that name this one are counted no further. */
const mostCounted = 1_000;

/**
 * A row with what it belongs to and what belongs to it.
 * @throws AppError `admin.row_not_found`
 */
export async function readOneRow(
  db: Queryable,
  book: TableBook,
  table: BrowsableTable,
  key: string,
): Promise<OneRow> {
  const isRow = isKeyed(table, key);
  const columns = [...table.columns.values()];
  const query = sql<Record<string, unknown>>`
    select ${sql.join(columns.map((column) => selected(column, "whole")))}
    from ${sql.table(table.name)} where ${isRow ?? sql`false`}`;
  const row = isRow === undefined ? undefined : (await query.execute(db)).rows[0];
  if (row === undefined) throw adminErrors.rowNotFound(table.title);
  const cells = Object.fromEntries(
    columns.map((column) => [column.name, cellOf(column, row[cellName(column.name)], "whole")]),
  );
  return {
    key,
    title: titleOf(cells[table.names] ?? null) ?? key,
    cells,
    cut: columns.filter(({ name }) => isCut(row[cellName(name)], "whole")).map(({ name }) => name),
    outgoing: await outgoingOf(db, book, table, cells),
    incoming: table.key.length === 1 ? await incomingOf(db, book, table, key) : [],
  };
}

/** The condition that a row has this key; undefined where none can have it. */
function isKeyed(table: BrowsableTable, key: string): Clause | undefined {
  const values = readKey(table, key);
  const clauses = table.key.map((part, at): Clause | undefined => {
    const kind = part.secret ? "text" : kindOf({ type: part.type, words: null });
    // A key of another kind is compared as it was given.
    const type = part.secret ? "text" : part.type;
    const value = kind === "instant" ? values?.[at] : readValue({ kind, type }, values?.[at] ?? "");
    if (value === undefined || (kind === "instant" && Number.isNaN(Date.parse(value)))) return undefined;
    return sql`${keyPart(part)} = ${keyValue(part, value)}`;
  });
  const known = clauses.filter((clause) => clause !== undefined);
  return values === undefined || known.length < clauses.length ? undefined : allOf(known);
}

async function outgoingOf(
  db: Queryable,
  book: TableBook,
  table: BrowsableTable,
  cells: Readonly<Record<string, DataCell>>,
): Promise<OneRow["outgoing"]> {
  const found: OneRow["outgoing"] = [];
  for (const { name, refersTo } of table.columns.values()) {
    const value = cells[name];
    if (refersTo === null || value === null || value === undefined) continue;
    const key = String(value);
    found.push({
      column: name,
      table: refersTo,
      key,
      title: await readTitle(db, book.get(refersTo), key),
    });
  }
  return found;
}

async function readTitle(db: Queryable, table: BrowsableTable, key: string): Promise<string | null> {
  const isRow = isKeyed(table, key);
  const column = table.columns.get(table.names);
  if (isRow === undefined || column === undefined) return null;
  const query = sql<Record<string, unknown>>`
    select ${selected(column, "glance")} from ${sql.table(table.name)} where ${isRow}`;
  const [row] = (await query.execute(db)).rows;
  return row === undefined ? null : (titleOf(cellOf(column, row[cellName(column.name)], "glance")) ?? key);
}

/** A row in words, on one line. */
const titleOf = (cell: DataCell): string | undefined => {
  const line = cell === null ? "" : String(cell).trim().replace(/\s+/g, " ");
  return line === "" ? undefined : line.length > 120 ? `${line.slice(0, 120).toWellFormed()}…` : line;
};

async function incomingOf(
  db: Queryable,
  book: TableBook,
  table: BrowsableTable,
  key: string,
): Promise<OneRow["incoming"]> {
  const counted: OneRow["incoming"] = [];
  for (const { table: from, column } of table.incoming) {
    const type = book.get(from).columns.get(column)?.type;
    if (type === undefined) continue;
    const query = sql<{ count: number }>`
      select cast(count(*) as integer) as count from (
        select from ${sql.table(from)} where ${sql.ref(column)} = ${valueAs({ type }, key)}
        limit ${mostCounted + 1}) as named`;
    const count = (await query.execute(db)).rows[0]?.count ?? 0;
    counted.push({ table: from, column, count: Math.min(count, mostCounted), more: count > mostCounted });
  }
  return counted;
}
