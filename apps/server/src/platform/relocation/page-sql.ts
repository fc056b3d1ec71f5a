import type { MovedColumn, MovedTable } from "./moved-tables.ts";

/**
 * SQL to move a table by pages of its primary key. Values travel as PostgreSQL writes them, a column of a page as one
 * text array: nothing is read into a value of ours, so nothing is rounded on the way.
 */
export interface PageSql {
  /**
   * Values: the key after which the page begins, none for the first, and how many rows. Answers how many there are, the
   * key of the last one, and then each column.
   */
  read(isFirst: boolean): string;
  /** Values: the columns of a page. Inserts them. */
  insert: string;
  /**
   * Values as of `read`. Answers how many there are, the key of the last one, and the sum of a hash of each row, which
   * is the same in whatever order they come.
   */
  sum(isFirst: boolean): string;
}

export function pageSqlOf({ name: table, columns, key }: MovedTable): PageSql {
  const values = columns.map(({ name }, i) => `t.${name}::text as v${i}`);
  const keys = key.map(({ name }, i) => `t.${name}::text as k${i}`);
  const found = `count(*)::int, array[${key.map((_, i) => `(array_agg(k${i}))[count(*)]`).join(", ")}]`;
  const page = (picked: readonly string[], isFirst: boolean) =>
    `(select ${picked.join(", ")} from ${table} t ${placeOf(key, isFirst)}) page`;
  return {
    read: (isFirst) => `
      select ${found}, ${columns.map((_, i) => `array_agg(v${i})::text`).join(", ")}
      from ${page([...values, ...keys], isFirst)}`,
    insert: `
      insert into ${table} (${columns.map(({ name }) => name).join(", ")})
      select ${columns.map(({ type }, i) => `v${i}::${type}`).join(", ")}
      from unnest(${columns.map((_, i) => `$${i + 1}::text[]`).join(", ")})
        as page(${columns.map((_, i) => `v${i}`).join(", ")})`,
    sum: (isFirst) => `
      select ${found}, coalesce(sum(hash), 0)::text
      from ${page([hashOf(columns), ...keys], isFirst)}`,
  };
}

/** The same on each version of PostgreSQL, unlike its own hashes, and on those that allow no MD5. */
const hashOf = (columns: readonly MovedColumn[]): string => {
  const text = `row(${columns.map(({ name }) => `t.${name}`).join(", ")})::text`;
  const bytes = `substr(sha256(convert_to(${text}, 'UTF8')), 1, 8)`;
  return `('x' || encode(${bytes}, 'hex'))::bit(64)::bigint::numeric as hash`;
};

function placeOf(key: readonly MovedColumn[], isFirst: boolean): string {
  const names = key.map(({ name }) => `t.${name}`).join(", ");
  const after = key.map(({ type }, i) => `$${i + 1}::text::${type}`).join(", ");
  return isFirst
    ? `order by ${names} limit $1`
    : `where (${names}) > (${after}) order by ${names} limit $${key.length + 1}`;
}
