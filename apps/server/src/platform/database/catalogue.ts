import { sql } from "kysely";
import type { Queryable } from "./database.ts";
import { wordsAllowedBy } from "./table-types.ts";

export interface CatalogueColumn {
  name: string;
  /** As PostgreSQL writes it: `timestamp with time zone`, `text[]`. */
  type: string;
  nullable: boolean;
  /** The words a CHECK allows, where there is one. */
  words: readonly string[] | null;
  /** The table that a foreign key leads to. */
  references: string | null;
}

export interface CatalogueIndex {
  /** Columns, or expressions as they are written. */
  keys: readonly string[];
  /** What a row must be to stand in a partial index. */
  predicate: string | null;
  unique: boolean;
  primary: boolean;
  /** All keys run the same way, so that it serves an order and its reverse. */
  uniform: boolean;
}

/** What PostgreSQL itself knows of a table. */
export interface CatalogueTable {
  name: string;
  columns: readonly CatalogueColumn[];
  primaryKey: readonly string[];
  indexes: readonly CatalogueIndex[];
}

type ColumnRow = Omit<CatalogueColumn, "words"> & { table: string; check: string | null };
type IndexRow = CatalogueIndex & { table: string };

const columnsSql = sql<ColumnRow>`
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    not a.attnotnull as nullable,
    (select min(f.relname) from pg_constraint k join pg_class f on f.oid = k.confrelid
      where k.conrelid = c.oid and k.contype = 'f' and k.conkey = array[a.attnum]) as references,
    (select min(pg_get_constraintdef(k.oid)) from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
        and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY%') as check
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
  order by c.relname, a.attnum`;

const indexesSql = sql<IndexRow>`
  select c.relname as table, i.indisprimary as primary, i.indisunique as unique,
    pg_get_expr(i.indpred, i.indrelid) as predicate,
    (select count(distinct option) = 1 from unnest(i.indoption::int2[]) option) as uniform,
    array(select trim(both '"' from pg_get_indexdef(i.indexrelid, key, true))
      from generate_series(1, i.indnkeyatts::int) key order by key) as keys
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
    join pg_am m on m.oid = x.relam
  where c.relnamespace = 'public'::regnamespace and i.indisvalid and m.amname = 'btree'
  order by c.relname, x.relname`;

/** Reads columns, keys and indexes of all tables. */
export async function readCatalogue(db: Queryable): Promise<ReadonlyMap<string, CatalogueTable>> {
  const columns = Map.groupBy((await columnsSql.execute(db)).rows, ({ table }) => table);
  const indexes = Map.groupBy((await indexesSql.execute(db)).rows, ({ table }) => table);
  const tables = [...columns].map(([name, rows]): [string, CatalogueTable] => [
    name,
    tableOf(name, rows, indexes.get(name) ?? []),
  ]);
  return new Map(tables);
}

const tableOf = (
  name: string,
  columns: readonly ColumnRow[],
  indexes: readonly IndexRow[],
): CatalogueTable => ({
  name,
  columns: columns.map(({ table: _, check, ...column }) => ({
    ...column,
    words: check === null ? null : (wordsAllowedBy(check) ?? null),
  })),
  primaryKey: indexes.find(({ primary }) => primary)?.keys ?? [],
  indexes: indexes.map(({ table: _, ...index }) => index),
});
