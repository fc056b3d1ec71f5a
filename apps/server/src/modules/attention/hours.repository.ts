import { sql } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";

export interface Hour {
  hour: Date;
  completed: number;
  done: number;
}

export interface CompletedCommand {
  hour: Date;
  done: boolean;
  /** Of the event that told of it. */
  position: bigint;
}

/** An event is delivered again only soon after the first time; older positions need not be remembered. */
const remembered = 10_000n;

/** Counts a completed command into its hour, once for each event. */
export async function countIn(tx: Tx, { hour, done, position }: CompletedCommand): Promise<void> {
  const counted = await tx
    .insertInto("attention_counted")
    .values({ position })
    .onConflict((conflict) => conflict.doNothing())
    .returning("position")
    .executeTakeFirst();
  if (counted === undefined) return;
  await tx
    .insertInto("attention_hours")
    .values({ hour, completed: 1, done: done ? 1 : 0 })
    .onConflict((conflict) =>
      conflict.column("hour").doUpdateSet({
        completed: sql`attention_hours.completed + 1`,
        done: sql`attention_hours.done + excluded.done`,
      }),
    )
    .execute();
  await tx
    .deleteFrom("attention_counted")
    .where("position", "<", String(position - remembered))
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
