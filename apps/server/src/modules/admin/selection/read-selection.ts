import { type DataFilter, type FilterOperator, operatorsOf } from "@signalbox/contract/admin";
import { adminErrors, type Fault } from "../admin.errors.ts";
import type { BrowsableColumn, BrowsableTable, Order } from "../tables/browsable-table.ts";
import { isSortable } from "../tables/reach.ts";
import { formOf, readValue } from "./read-value.ts";

/** A condition that was checked against its column. */
export interface Condition {
  column: BrowsableColumn;
  operator: FilterOperator;
  /** None for `empty` and `not_empty`, several for `one_of`. */
  values: readonly string[];
}

/** Which rows of a table, in which order, with which columns. */
export interface Selection {
  conditions: readonly Condition[];
  search: string;
  order: Order;
  columns: readonly BrowsableColumn[];
}

/** A selection as somebody asked for it. */
export interface GivenSelection {
  filter?: readonly DataFilter[] | undefined;
  search?: string | undefined;
  order?: string | null | undefined;
  columns?: readonly string[] | null | undefined;
}

/**
 * Checks a selection against its table. Columns that are secret are as unknown as those that don't exist.
 * @throws AppError `admin.selection_invalid`, with all faults
 */
export function readSelection(table: BrowsableTable, given: GivenSelection): Selection {
  const faults: Fault[] = [];
  const fault = (path: string, message: string) => void faults.push({ path, message });
  const column = (path: string, name: string) => {
    const known = table.columns.get(name);
    if (known === undefined) fault(path, `${table.title} has no column ${name}`);
    return known;
  };

  const conditions = (given.filter ?? []).flatMap((filter, at) => {
    const path = `filter.${at}`;
    const known = column(`${path}.column`, filter.column);
    return known === undefined ? [] : (readCondition(known, filter, (text) => fault(path, text)) ?? []);
  });
  const order = readOrder(table, given.order ?? undefined, fault);
  const chosen = given.columns ?? [];
  const columns = chosen.flatMap((name, at) => column(`columns.${at}`, name) ?? []);
  if (given.search?.includes("\0")) fault("search", "A search can't contain NUL");

  if (faults.length > 0) throw adminErrors.selectionInvalid(faults);
  return {
    conditions,
    search: given.search?.trim() ?? "",
    order,
    columns: chosen.length === 0 ? [...table.columns.values()] : [...new Set(columns)],
  };
}

function readCondition(
  column: BrowsableColumn,
  { operator, value }: DataFilter,
  fault: (text: string) => void,
): Condition | undefined {
  if (!operatorsOf[column.kind].includes(operator)) {
    fault(`${column.label} can't be compared by ${operator}`);
    return undefined;
  }
  if (operator === "empty" || operator === "not_empty") return { column, operator, values: [] };
  const given = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const values = given.flatMap((one) => readValue(column, one) ?? []);
  const wrongNumber = operator === "one_of" ? given.length === 0 : given.length !== 1;
  if (wrongNumber || values.length !== given.length) {
    fault(`${column.label} is compared with ${formOf[column.kind]}`);
    return undefined;
  }
  return { column, operator, values };
}

function readOrder(
  table: BrowsableTable,
  given: string | undefined,
  fault: (path: string, message: string) => void,
): Order {
  if (given === undefined) return table.order;
  const descending = given.startsWith("-");
  const by = descending ? given.slice(1) : given;
  const column = table.columns.get(by);
  if (column === undefined || !isSortable(table, column)) {
    fault("order", `${table.title} can't be ordered by ${column?.label ?? by}`);
    return table.order;
  }
  return { by, descending };
}

/** An order in one word, as addresses carry it. */
export const orderWord = ({ by, descending }: Order): string => `${descending ? "-" : ""}${by}`;
