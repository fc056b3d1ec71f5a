import { sql } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";

export interface Hour {
  hour: Date;
  completed: number;
  done: number;
}

/** Counts a completed command into its hour, once for each position. */
export async function countIn(
  tx: Tx,
  command: { hour: Date; done: boolean; position: string },
): Promise<void> {
  const { hour, position } = command;
  const done = command.done ? 1 : 0;
  await tx
    .insertInto("attention_hours")
    .values({ hour, completed: 1, done, position })
    .onConflict((conflict) =>
      conflict
        .column("hour")
        .doUpdateSet({
          completed: sql`attention_hours.completed + 1`,
          done: sql`attention_hours.done + excluded.done`,
          position: sql`excluded.position`,
        })
        .where(sql<boolean>`attention_hours.position < excluded.position`),
    )
    .execute();
}

/** Hours since an instant, oldest first; hours in which nothing was completed are missing. */
export const hoursSince = (read: Queryable, since: Date): Promise<Hour[]> =>
  read
    .selectFrom("attention_hours")
    .where("hour", ">=", since)
    .orderBy("hour")
    .select(["hour", "completed", "done"])
    .execute();
