import { sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";

export interface RowCount {
  count: number;
  exact: boolean;
}

/** Pages of a table that are read for counting; a table with no more is counted exactly. */
const pagesRead = 128;

/**
 * About how many rows the tables have: a sample of pages tells of a large one, which needs no statistics (the
 * embedded engine keeps none) and costs the same whatever the table's size.
 */
export async function countRows(
  db: Queryable,
  tables: readonly string[],
): Promise<ReadonlyMap<string, RowCount>> {
  const pages = await countPages(db);
  const samples = tables.map((name) => {
    const share = Math.min(100, (100 * pagesRead) / Math.max(1, pages.get(name) ?? 0));
    const sample = share < 100 ? sql`tablesample system (${sql.lit(share)}) repeatable (1)` : sql``;
    const query = sql`select ${sql.lit(name)} as name, ${sql.lit(share)}::float8 as share,
      (select count(*) from ${sql.table(name)} ${sample})::float8 as sampled`;
    return query;
  });
  if (samples.length === 0) return new Map();
  const { rows } = await sql<Sample>`${sql.join(samples, sql` union all `)}`.execute(db);
  return new Map(
    rows.map(({ name, share, sampled }) => [
      name,
      share < 100
        ? { count: Math.round((sampled * 100) / share), exact: false }
        : { count: sampled, exact: true },
    ]),
  );
}

interface Sample {
  name: string;
  share: number;
  sampled: number;
}

async function countPages(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ name: string; pages: number }>`
    select relname as name, (pg_relation_size(oid) / current_setting('block_size')::bigint)::float8 as pages
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`.execute(db);
  return new Map(rows.map(({ name, pages }) => [name, pages]));
}
