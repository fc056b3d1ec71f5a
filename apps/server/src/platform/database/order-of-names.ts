import { type SelectQueryBuilder, sql } from "kysely";

/** A page of rows that have a name and an id, behind the last row of the page before. */
export interface NamedWindow {
  after: [lowerName: string, id: string] | undefined;
  limit: number;
}

/** Rows by name, whatever its case, then by id; each with its `lower_name`, which the next page begins behind. */
export function inOrderOfNames<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  { after, limit }: NamedWindow,
) {
  const page = query
    .select(sql<string>`lower(name)`.as("lower_name"))
    .orderBy(sql`lower(name)`)
    .orderBy(sql`id`)
    .limit(limit);
  return after === undefined
    ? page
    : page.where(sql<boolean>`(lower(name), id) > (${after[0]}, ${after[1]}::uuid)`);
}
