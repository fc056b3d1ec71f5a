/** A condition as an address carries it; the server says what is wrong with one. */
export interface Filter {
  column: string;
  operator: string;
  value?: string | number | boolean | string[] | undefined;
}

/** What a list of rows shows. */
export interface View {
  filter: readonly Filter[];
  search: string;
  /** `column`, or `-column` for the last first; null is the table's own order. */
  order: string | null;
  /** Null are those that a table shows at first. */
  columns: readonly string[] | null;
}

/** What the address of a table says: only what differs from the table as it is at first. */
export interface DataSearch {
  filter?: Filter[];
  search?: string;
  order?: string;
  columns?: string[];
  /** The row that is open. */
  row?: string;
}

export const readDataSearch = (given: Record<string, unknown>): DataSearch => {
  const filter = Array.isArray(given.filter) ? given.filter.filter(isFilter) : [];
  const columns = Array.isArray(given.columns) ? given.columns.filter(isText) : [];
  const search = textOf(given.search);
  const order = textOf(given.order);
  const row = textOf(given.row);
  return {
    ...(filter.length === 0 ? {} : { filter }),
    ...(search === "" ? {} : { search }),
    ...(order === "" ? {} : { order }),
    ...(columns.length === 0 ? {} : { columns }),
    ...(row === "" ? {} : { row }),
  };
};

export const viewOf = ({ filter = [], search = "", order, columns }: DataSearch): View => ({
  filter,
  search,
  order: order ?? null,
  columns: columns ?? null,
});

/** The address of a view. */
export const searchOf = ({ filter, search, order, columns }: View): DataSearch =>
  readDataSearch({ filter, search, order, columns });

export const sameView = (one: View, other: View): boolean => wordOf(one) === wordOf(other);

const wordOf = ({ filter, search, order, columns }: View): string =>
  JSON.stringify([
    filter.map(({ column, operator, value }) => [column, operator, value ?? null]),
    search,
    order,
    columns,
  ]);

/** The next order after a press on a column's head: this way, the other way, the table's own. */
export const nextOrder = (order: string | null, column: string): string | null => {
  if (order === `-${column}`) return column;
  return order === column ? null : `-${column}`;
};

const isText = (value: unknown): value is string => typeof value === "string";
/** The router reads what looks like a number as one. */
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";

const isFilter = (value: unknown): value is Filter => {
  if (typeof value !== "object" || value === null) return false;
  if (!("column" in value && "operator" in value)) return false;
  const given = "value" in value ? value.value : undefined;
  const isValue =
    given === undefined ||
    ["string", "number", "boolean"].includes(typeof given) ||
    (Array.isArray(given) && given.every(isText));
  return isText(value.column) && isText(value.operator) && isValue;
};
