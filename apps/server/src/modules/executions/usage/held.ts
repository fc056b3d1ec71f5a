import { type SqlBool, sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import type { Hold } from "../ports.ts";
import { inScope } from "./in-scope.ts";

/** Not held back by any. */
export const notHeld = (holds: readonly Hold[], table: string) =>
  holds.length === 0
    ? sql<SqlBool>`true`
    : sql<SqlBool>`not coalesce(${sql.join(
        holds.map(({ scope, sparesBegun }) => {
          const begun = sql.ref(`${table}.started_at`);
          return sparesBegun
            ? sql`(${inScope(scope, table)} and ${begun} is null)`
            : sql`(${inScope(scope, table)})`;
        }),
        sql` or `,
      )}, false)`;

/** Says of each that waits why it does, where that is for a budget. */
export async function tellHolds(tx: Tx, holds: readonly Hold[]): Promise<void> {
  const cases = holds.map(({ scope, reason }) => sql`when ${inScope(scope)} then ${reason}`);
  const why =
    holds.length === 0 ? sql<string | null>`null` : sql<string | null>`case ${sql.join(cases, sql` `)} end`;
  await tx
    .updateTable("executions")
    .set({ reason: sql<string | null>`${why}::text` })
    .where("state", "=", "queued")
    // What waits for another attempt says why itself.
    .where("waits_until", "is", null)
    .where(sql<SqlBool>`reason is distinct from ${why}::text`)
    .execute();
}
