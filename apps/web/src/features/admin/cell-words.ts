import type { DataCell, DataColumn, DataTable, FilterOperator } from "@signalbox/contract/admin";

/** Conditions in words, as they stand between a column and a value. */
export const operatorWords: Readonly<Record<FilterOperator, string>> = {
  is: "is",
  is_not: "is not",
  one_of: "is one of",
  contains: "contains",
  starts_with: "starts with",
  at_least: "from",
  at_most: "to",
  has: "has",
  empty: "is empty",
  not_empty: "is not empty",
};

export const takesValue = (operator: string): boolean => operator !== "empty" && operator !== "not_empty";

/** `1a2b3c4d…9f0e`: both ends of a long id. */
export const shortKey = (key: string): string =>
  key.length <= 20 ? key : `${key.slice(0, 8)}…${key.slice(-4)}`;

/** A cell on one line. */
export const lineOf = (cell: DataCell): string =>
  Array.isArray(cell) ? cell.join(", ") : String(cell ?? "").replace(/\s+/g, " ");

/** JSON as a person reads it; a text that was cut stays as it is. */
export const prettyJson = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

/** About how many: `~1.2 million`, `12,345`. */
export const rowsInWords = ({ count, exact }: { count: number; exact: boolean }): string => {
  if (exact) return count.toLocaleString("en-GB");
  const rough = Number(count.toPrecision(2));
  return `~${rough >= 1_000_000 ? `${rough / 1_000_000} million` : rough.toLocaleString("en-GB")}`;
};

/** The columns that a view shows, in the order they were chosen. */
export const shownColumns = (
  { columns, first }: Pick<DataTable, "columns" | "first">,
  chosen: readonly string[] | null,
): readonly DataColumn[] => {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const named = (names: readonly string[]) => names.flatMap((name) => byName.get(name) ?? []);
  const shown = named(chosen ?? []);
  return shown.length > 0 ? shown : named(first);
};
