import { type RawBuilder, sql } from "kysely";

/** A window over a list that is sorted by id, read from its beginning (`asc`) or from its end (`desc`). */
export interface Window {
  order: "asc" | "desc";
  /** Only what comes after this id in that order. */
  after: string | undefined;
  limit: number;
}

/** The condition that keeps a query to its window. */
export const isWithin = ({ order, after }: Window): RawBuilder<boolean> => {
  if (after === undefined) return sql`true`;
  return order === "asc" ? sql`id > ${after}` : sql`id < ${after}`;
};
