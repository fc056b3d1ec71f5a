import type { Column, Constraint, Schema } from "./schema.ts";

const header = `/** Written by \`node scripts/write-schema.ts\` from the migrated schema; not edited by hand. */
import type { ColumnType, Generated } from "kysely";

/** A 64-bit number; exact only as text. */
type Bigint<Missing = never> = ColumnType<string, string | number | bigint | Missing, string | number | bigint>;
/** Written as text of JSON: the driver would make an array of PostgreSQL out of one of JavaScript. */
type Json<Missing = never> = ColumnType<unknown, string | Missing, string>;
`;

const types: Record<string, string> = {
  bigint: "Bigint",
  boolean: "boolean",
  bytea: "Buffer",
  "double precision": "number",
  integer: "number",
  jsonb: "Json",
  smallint: "number",
  text: "string",
  "timestamp with time zone": "Date",
  uuid: "string",
};

/** Writes the types of all tables for Kysely. */
export function writeTableTypes(schema: Schema): string {
  const tables = [...new Set(schema.columns.map(({ table }) => table))];
  const interfaces = tables.map((table) => {
    const columns = schema.columns.filter((column) => column.table === table);
    const lines = columns.map((column) => `  ${column.name}: ${typeOf(column, schema.constraints)};`);
    return `export interface ${pascal(table)} {\n${lines.join("\n")}\n}\n`;
  });
  const all = tables.map((table) => `  ${table}: ${pascal(table)};`);
  return [header, ...interfaces, `export interface Tables {\n${all.join("\n")}\n}\n`].join("\n");
}

function typeOf(column: Column, constraints: readonly Constraint[]): string {
  const type = wordsOf(column, constraints) ?? plainType(column);
  if (column.nullable) return `${type} | null`;
  if (column.default === null) return type;
  return type === "Json" || type === "Bigint" ? `${type}<undefined>` : `Generated<${type}>`;
}

function plainType({ table, name, type }: Column): string {
  const element = type.endsWith("[]") ? type.slice(0, -2) : type;
  const known = types[element];
  if (!known) throw new Error(`${table}.${name}: no TypeScript type is known for ${type}`);
  return element === type ? known : `${known}[]`;
}

/** The words a CHECK allows, as a union: `state in ('open', 'closed')`. */
function wordsOf(column: Column, constraints: readonly Constraint[]): string | undefined {
  for (const { table, column: of, definition } of constraints) {
    if (table !== column.table || of !== column.name) continue;
    const words = wordsAllowedBy(definition);
    if (words) return words.map((word) => `"${word}"`).join(" | ");
  }
  return undefined;
}

/** The words that a CHECK of one column lists; undefined for another kind of CHECK. */
export function wordsAllowedBy(check: string): string[] | undefined {
  const list = /^CHECK \(\(\w+ = ANY \(ARRAY\[(.+)\]\)\)\)$/.exec(check)?.[1];
  return list === undefined ? undefined : [...list.matchAll(/'([^']+)'::text/g)].map(([, word = ""]) => word);
}

const pascal = (name: string): string =>
  name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
