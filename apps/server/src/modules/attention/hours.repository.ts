import type { Queryable, Statement } from "../../platform/database/database.ts";

export interface Hour {
  hour: Date;
  completed: number;
  done: number;
}

/** Counts a completed command into its hour. */
export const countStatement = ({ hour, done }: { hour: Date; done: boolean }): Statement => ({
  name: "attention_count",
  text: `
    insert into attention_hours (hour, completed, done) values ($1, 1, $2)
    on conflict (hour) do update set
      completed = attention_hours.completed + 1, done = attention_hours.done + excluded.done`,
  values: [hour, done ? 1 : 0],
});

/** Hours since an instant, oldest first; hours in which nothing was completed are missing. */
export const hoursSince = (read: Queryable, since: Date): Promise<Hour[]> =>
  read
    .selectFrom("attention_hours")
    .where("hour", ">=", since)
    .orderBy("hour")
    .select(["hour", "completed", "done"])
    .execute();
