import { type RawBuilder, type SqlBool, sql } from "kysely";
import { type Clause, valueAs } from "../selection/conditions.ts";
import type { BrowsableTable, Order } from "../tables/browsable-table.ts";
import { orderColumns } from "../tables/reach.ts";
import { keyPart, keyValue } from "./row-key.ts";

/** Where a list goes on: the values its last row is ordered by, as text. */
export type Position = readonly (string | null)[];

interface Term {
  expression: RawBuilder<unknown>;
  valueFrom(text: string): RawBuilder<unknown>;
  nullable: boolean;
}

/** What a list is ordered by: the chosen column, then the primary key, all in the same direction. */
function termsOf(table: BrowsableTable, order: Order): Term[] {
  return orderColumns(table, order).map((name): Term => {
    const part = table.key.find(({ column }) => column === name);
    if (part !== undefined)
      return { expression: keyPart(part), valueFrom: (text) => keyValue(part, text), nullable: false };
    const column = table.columns.get(name);
    if (column === undefined) throw new Error(`${table.name} can't be ordered by ${name}`);
    return {
      expression: sql.ref(name),
      valueFrom: (text) => valueAs(column, text),
      nullable: column.nullable,
    };
  });
}

/** `order by`; rows without a value come last in either direction. */
export function orderBy(table: BrowsableTable, order: Order): RawBuilder<unknown> {
  const direction = order.descending ? sql` desc` : sql` asc`;
  return sql.join(
    termsOf(table, order).map(({ expression, nullable }) =>
      // Said only where it matters: an index does not serve it.
      nullable ? sql`${expression}${direction} nulls last` : sql`${expression}${direction}`,
    ),
  );
}

/** A row's place in the order, to select. */
export const positionOf = (table: BrowsableTable, order: Order): RawBuilder<unknown> =>
  sql`json_build_array(${sql.join(
    termsOf(table, order).map(({ expression }) => sql`cast(${expression} as text)`),
  )})`;

/** Rows behind a place in the order. */
export function isBehind(table: BrowsableTable, order: Order, after: Position): Clause {
  const [first, ...rest] = termsOf(table, order);
  const [firstValue, ...restValues] = after;
  if (first === undefined || firstValue === undefined || restValues.length !== rest.length)
    throw new Error(`The place in ${table.name} has other parts than its order`);
  const sign = order.descending ? sql`<` : sql`>`;
  const behind = (terms: readonly Term[], values: readonly (string | null)[]) =>
    sql<SqlBool>`(${sql.join(terms.map(({ expression }) => expression))}) ${sign}
      (${sql.join(terms.map(({ valueFrom }, at) => valueFrom(values[at] ?? "")))})`;
  if (!first.nullable) return behind([first, ...rest], after);
  if (firstValue === null) return sql`${first.expression} is null and ${behind(rest, restValues)}`;
  const value = first.valueFrom(firstValue);
  return sql`(${first.expression} ${sign} ${value} or ${first.expression} is null
    or (${first.expression} = ${value} and ${behind(rest, restValues)}))`;
}
