import { type RawBuilder, sql } from "kysely";
import { valueAs } from "../selection/conditions.ts";
import type { BrowsableTable, KeyPart } from "../tables/browsable-table.ts";

/** A part of the primary key as it may be shown: of a secret one, a digest. */
export const keyPart = ({ column, secret }: KeyPart): RawBuilder<unknown> =>
  secret ? sql`encode(sha256(convert_to(${sql.ref(column)}, 'UTF8')), 'hex')` : sql`${sql.ref(column)}`;

/** A value to compare with that part. */
export const keyValue = ({ type, secret }: KeyPart, value: string): RawBuilder<unknown> =>
  valueAs({ type: secret ? "text" : type }, value);

/** A row's name within its table; of several parts, separated by commas. */
export const writeKey = (values: readonly string[]): string =>
  values.length === 1 ? (values[0] ?? "") : values.map(encodeURIComponent).join(",");

/** The parts of a key; undefined for what is none of this table. */
export function readKey(table: BrowsableTable, key: string): string[] | undefined {
  if (table.key.length === 1) return [key];
  try {
    const values = key.split(",").map(decodeURIComponent);
    return values.length === table.key.length ? values : undefined;
  } catch {
    return undefined;
  }
}
