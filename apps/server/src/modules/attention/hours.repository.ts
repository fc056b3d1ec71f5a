import type { Db, Queryable } from "../../platform/database/database.ts";

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

/** What is delivered again is half a minute old at most; at full load these many positions are some ten minutes. */
const remembered = 1_000_000;

const countText = `
  with counted as (
    insert into attention_counted (position) values ($1::bigint) on conflict do nothing returning 1
  ), forgotten as (
    delete from attention_counted where position < $1::bigint - ${remembered} and exists (select from counted)
  )
  insert into attention_hours (hour, completed, done) select $2::timestamptz, 1, $3::integer from counted
  on conflict (hour) do update set
    completed = attention_hours.completed + 1, done = attention_hours.done + excluded.done`;

/** Counts a completed command into its hour, once for each event. */
export async function countIn(db: Db, { hour, done, position }: CompletedCommand): Promise<void> {
  const values = [String(position), hour, done ? 1 : 0];
  await db.write({ name: "attention_count", text: countText, values });
}

/** Hours since an instant, oldest first; hours in which nothing was completed are missing. */
export const hoursSince = (read: Queryable, since: Date): Promise<Hour[]> =>
  read
    .selectFrom("attention_hours")
    .where("hour", ">=", since)
    .orderBy("hour")
    .select(["hour", "completed", "done"])
    .execute();
