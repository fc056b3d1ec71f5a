/** A column as it is written in SQL. */
export interface MovedColumn {
  name: string;
  type: string;
}

/** A table whose rows are moved, as its names are written in SQL. */
export interface MovedTable {
  name: string;
  columns: readonly MovedColumn[];
  /** The columns of its primary key, by which it is paged. */
  key: readonly MovedColumn[];
}

/** What each database has of its own: what was done to its schema, and figures of its own queue. */
const notMoved = ["public.schema_migrations", "pgboss.version", "pgboss.bam", "pgboss.queue_stats"];

type Ask = <T extends object>(text: string) => Promise<T[]>;

/** Partitions are moved through their table: which row stands in which is the other database's matter. */
const moved = `
  n.nspname in ('public', 'pgboss') and not c.relispartition
    and n.nspname || '.' || c.relname not in (${notMoved.map((name) => `'${name}'`).join(", ")})`;

const tablesSql = `
  select format('%I.%I', n.nspname, c.relname) as name, columns.list as columns, coalesce((
    select json_agg(json_build_object('name', format('%I', a.attname), 'type', format_type(a.atttypid, a.atttypmod))
      order by array_position(i.indkey::int2[], a.attnum))
    from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey::int2[])
    where i.indrelid = c.oid and i.indisprimary), '[]') as key
  from pg_class c join pg_namespace n on n.oid = c.relnamespace, lateral (
    select json_agg(json_build_object('name', format('%I', a.attname), 'type', format_type(a.atttypid, a.atttypmod))
      order by a.attname collate "C") as list
    from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') columns
  where ${moved} and c.relkind in ('r', 'p') order by n.nspname collate "C", c.relname collate "C"`;

const sequencesSql = `
  select format('%I.%I', n.nspname, c.relname) as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where ${moved} and c.relkind = 'S' order by n.nspname collate "C", c.relname collate "C"`;

/** The tables to move; their columns come in an order that does not tell how the table came to be. */
export const readMovedTables = (ask: Ask): Promise<MovedTable[]> => ask<MovedTable>(tablesSql);

export const readSequences = async (ask: Ask): Promise<string[]> =>
  (await ask<{ name: string }>(sequencesSql)).map(({ name }) => name);

/** The names of tables that are not the same on both sides, or that can't be paged. */
export function differentTables(source: readonly MovedTable[], target: readonly MovedTable[]): string[] {
  const known = new Map(target.map((table) => [table.name, JSON.stringify(table)]));
  const names = new Set([...source, ...target].map(({ name }) => name));
  const alike = source.filter((table) => known.get(table.name) === JSON.stringify(table));
  for (const { name, key } of alike) if (key.length > 0) names.delete(name);
  return [...names];
}
