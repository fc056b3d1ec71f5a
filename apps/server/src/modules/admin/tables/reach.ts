import type { BrowsableColumn, BrowsableTable, Order } from "./browsable-table.ts";

/** Columns that `order` sorts by, ties broken by the primary key. */
export const orderColumns = (table: BrowsableTable, { by }: Pick<Order, "by">): string[] => [
  ...new Set([by, ...table.key.map(({ column }) => column)]),
];

const startsWith = (keys: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((column, at) => keys[at] === column);

/** Whether a list in this order is read from an index, page by page. */
export const isSortable = (table: BrowsableTable, column: BrowsableColumn): boolean => {
  if (column.kind === "json" || column.kind === "list" || column.kind === "other") return false;
  if (table.small) return true;
  if (column.nullable) return false;
  return table.indexes.some(
    ({ keys, predicate, unique, uniform }) =>
      predicate === null &&
      ((unique && keys.length === 1 && keys[0] === column.name) ||
        (uniform && startsWith(keys, orderColumns(table, { by: column.name })))),
  );
};

/**
 * Whether rows with one value of a column are found by an index, in the wanted order or so few that they are put
 * into it at once: those that name one row of another table.
 */
export const isFoundByIndex = (table: BrowsableTable, column: BrowsableColumn, order: Order): boolean =>
  table.small ||
  table.indexes.some(
    ({ keys, predicate, unique, uniform }) =>
      keys[0] === column.name &&
      (predicate === null || predicate.replaceAll('"', "") === `(${column.name} IS NOT NULL)`) &&
      ((unique && keys.length === 1) ||
        (uniform &&
          startsWith(
            keys.slice(1),
            orderColumns(table, order).filter((key) => key !== column.name),
          )) ||
        column.refersTo !== null),
  );
