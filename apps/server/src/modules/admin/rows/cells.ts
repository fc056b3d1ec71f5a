import type { DataCell } from "@signalbox/contract/admin";
import { type RawBuilder, sql } from "kysely";
import { redactField, redactText, redactValue } from "../../../kernel/redact.ts";
import type { BrowsableColumn } from "../tables/browsable-table.ts";

/** How much of a long text a list shows. */
const glance = 300;
/** How much of it one row shows. */
const whole = 256 * 1024;

export type Depth = "glance" | "whole" | "all";

const limits: Readonly<Record<Depth, number | undefined>> = { glance, whole, all: undefined };

/** What the value of a column is called where it is selected: a name of its own, since `order by` would take it for the column. */
export const cellName = (column: string): string => `cell ${column}`;

/** What is selected of a column: text and JSON as text, one letter more than the limit tells that there is more. */
export function selected({ name, kind, type }: BrowsableColumn, depth: Depth): RawBuilder<unknown> {
  const column = sql.ref(name);
  const limit = limits[depth];
  if (kind !== "text" && kind !== "json" && kind !== "other")
    return sql`${column} as ${sql.id(cellName(name))}`;
  const text = type === "text" ? column : sql`cast(${column} as text)`;
  return limit === undefined
    ? sql`${text} as ${sql.id(cellName(name))}`
    : sql`left(${text}, ${sql.lit(limit + 1)}) as ${sql.id(cellName(name))}`;
}

/** A value of the database as it is shown: without secrets told by their shape, and cut. */
export function cellOf({ kind }: Pick<BrowsableColumn, "kind">, value: unknown, depth: Depth): DataCell {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => redactText(String(item)));
  if (typeof value !== "string")
    return typeof value === "number" || typeof value === "boolean" ? value : null;
  const limit = limits[depth];
  if (limit === undefined || value.length <= limit)
    return kind === "json" ? redactJson(value) : redactText(value);
  const beginning = value.slice(0, limit);
  return `${(kind === "json" ? redactPairs(beginning) : redactText(beginning)).toWellFormed()}…`;
}

/** Whether a value is longer than is shown. */
export const isCut = (value: unknown, depth: Depth): boolean =>
  typeof value === "string" && value.length > (limits[depth] ?? Number.POSITIVE_INFINITY);

function redactJson(text: string): string {
  const value: unknown = JSON.parse(text);
  const clean = redactValue(value);
  return clean === value ? text : JSON.stringify(clean);
}

/** A name and a text in JSON; the text may be cut. */
const pair = /"((?:[^"\\]|\\.)*)"\s*:\s*"((?:[^"\\]|\\.)*)(?:"|\\?$)/g;

/** The same for JSON that was cut, which can't be parsed any more. */
const redactPairs = (text: string): string =>
  redactText(
    text.replace(pair, (whole, name: string, value: string) => {
      const clean = redactField(name, value);
      return clean === value ? whole : `"${name}": "${String(clean)}"`;
    }),
  );
