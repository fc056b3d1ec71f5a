import { Instant } from "@signalbox/contract/common";
import type { BrowsableColumn } from "../tables/browsable-table.ts";

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const day = /^\d{4}-\d{2}-\d{2}$/;
const decimal = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

const ranges: Readonly<Record<string, bigint>> = {
  smallint: 2n ** 15n,
  integer: 2n ** 31n,
  bigint: 2n ** 63n,
};

/** A value to compare a column with, as text that the database can read as the column's type; undefined for another. */
export const readValue = (
  { kind, type }: Pick<BrowsableColumn, "kind" | "type">,
  given: string | number | boolean,
): string | undefined => {
  const text = String(given).trim();
  switch (kind) {
    case "id":
      return uuid.test(text) ? text.toLowerCase() : undefined;
    case "number":
      return isNumber(text, ranges[type]) ? text : undefined;
    case "instant":
      return isInstant(text) ? text : undefined;
    case "boolean":
      return text === "true" || text === "false" ? text : undefined;
    case "other":
      return undefined;
    default:
      return String(given).includes("\0") ? undefined : String(given);
  }
};

const isNumber = (text: string, bound: bigint | undefined): boolean => {
  if (bound === undefined) return decimal.test(text) && Number.isFinite(Number(text));
  if (!/^-?\d{1,19}$/.test(text)) return false;
  const number = BigInt(text);
  return number >= -bound && number < bound;
};

const isInstant = (text: string): boolean =>
  (Instant.safeParse(text).success || day.test(text)) && !Number.isNaN(Date.parse(text));

/** How a value must look, for people. */
export const formOf: Readonly<Record<BrowsableColumn["kind"], string>> = {
  id: "an id",
  text: "text",
  words: "a word",
  number: "a number",
  instant: "an instant such as 2026-01-31T12:00:00Z, or a day",
  boolean: "true or false",
  json: "text",
  list: "a word",
  other: "nothing",
};
