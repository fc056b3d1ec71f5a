import type { ColumnKind } from "@signalbox/contract/admin";
import type { CatalogueColumn } from "../../../platform/database/catalogue.ts";

const kinds: Readonly<Record<string, ColumnKind>> = {
  uuid: "id",
  text: "text",
  smallint: "number",
  integer: "number",
  bigint: "number",
  numeric: "number",
  real: "number",
  "double precision": "number",
  "timestamp with time zone": "instant",
  boolean: "boolean",
  json: "json",
  jsonb: "json",
};

/** What a column holds, in the words of people. */
export const kindOf = ({ type, words }: Pick<CatalogueColumn, "type" | "words">): ColumnKind => {
  if (words !== null) return "words";
  if (type.endsWith("[]")) return "list";
  return kinds[type.replace(/\(.*\)/, "")] ?? "other";
};
