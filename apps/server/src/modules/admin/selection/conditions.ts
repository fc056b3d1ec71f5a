import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { BrowsableColumn, BrowsableTable } from "../tables/browsable-table.ts";
import { isFoundByIndex } from "../tables/reach.ts";
import type { Condition, Selection } from "./read-selection.ts";

export type Clause = RawBuilder<SqlBool>;

/** A selection's conditions by how they are answered. */
export interface Clauses {
  /** An index leads to their rows, or the table is small. */
  led: readonly Clause[];
  /** Told by looking at each row. */
  looked: readonly Clause[];
  /** Each led by an index of its own; a row is wanted by any of them. */
  anyOf: readonly Clause[];
}

/** All of them; true of none. */
export const allOf = (clauses: readonly Clause[]): Clause =>
  clauses.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(clauses, sql` and `)}`;

const anyOf = (clauses: readonly Clause[]): Clause => sql<SqlBool>`(${sql.join(clauses, sql` or `)})`;

/** A value that came as text, read by the database as a column's type. */
export const valueAs = ({ type }: { type: string }, value: string) =>
  // The type comes from PostgreSQL's own catalogue.
  sql`cast(${value} as ${sql.raw(type)})`;

/** Tells what an index leads to from what must be looked for, so that no list reads a whole large table. */
export function clausesOf(table: BrowsableTable, { conditions, search, order }: Selection): Clauses {
  const led: Clause[] = [];
  const looked: Clause[] = [];
  let hasLead = false;
  for (const condition of conditions) {
    const isBound = condition.column.name === order.by && bounds.has(condition.operator);
    const leads = condition.operator === "is" && !hasLead && isFoundByIndex(table, condition.column, order);
    if (leads && !isBound) hasLead = true;
    (isBound || leads || table.small ? led : looked).push(clauseOf(condition));
  }
  const named = search === "" ? [] : namedBy(table, search);
  if (search !== "" && named.length === 0) (table.small ? led : looked).push(contains(table, search));
  if (!table.small) return { led, looked, anyOf: named };
  return { led: named.length === 0 ? led : [...led, anyOf(named)], looked, anyOf: [] };
}

/** Where the list is ordered by the column, these say where it begins and ends. */
const bounds = new Set(["is", "at_least", "at_most"]);

function clauseOf({ column, operator, values }: Condition): Clause {
  const name = sql.ref(column.name);
  const [first = ""] = values;
  const value = valueAs(column, first);
  switch (operator) {
    case "is":
      return sql`${name} = ${value}`;
    case "is_not":
      return sql`${name} is distinct from ${value}`;
    case "one_of":
      return sql`${name} = any(cast(${values} as ${sql.raw(column.type)}[]))`;
    case "contains":
      return sql`${asText(column)} ilike ${`%${literally(first)}%`}`;
    case "starts_with":
      return sql`${asText(column)} ilike ${`${literally(first)}%`}`;
    case "at_least":
      return sql`${name} >= ${value}`;
    case "at_most":
      return sql`${name} <= ${value}`;
    case "has":
      return sql`${first} = any(cast(${name} as text[]))`;
    case "empty":
      return sql`${name} is null`;
    case "not_empty":
      return sql`${name} is not null`;
  }
}

/** In a pattern, these letters stand for themselves. */
const literally = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

const asText = ({ name, kind }: BrowsableColumn) =>
  kind === "text" || kind === "words" ? sql.ref(name) : sql`cast(${sql.ref(name)} as text)`;

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** A search for an id finds the rows that carry it, by their indexes. */
function namedBy(table: BrowsableTable, search: string): Clause[] {
  if (!uuid.test(search)) return [];
  return [...table.columns.values()]
    .filter((column) => column.kind === "id" && isFoundByIndex(table, column, table.order))
    .map((column) => sql<SqlBool>`${sql.ref(column.name)} = ${valueAs(column, search)}`);
}

function contains(table: BrowsableTable, search: string): Clause {
  const columns = table.searched.flatMap((name) => table.columns.get(name) ?? []);
  const pattern = `%${literally(search)}%`;
  if (columns.length === 0) return sql<SqlBool>`false`;
  return anyOf(columns.map((column) => sql<SqlBool>`${asText(column)} ilike ${pattern}`));
}
