import { type RawBuilder, sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../../platform/retention/retained.ts";

/** Each takes its turns, commands, questions and signals with it, which may be thousands of rows. */
const fewAtOnce = 20;

/** Agents that ended long ago, with all that belongs to them; none that somebody still has to answer. */
export const retainedAgents = (db: Db, clock: Clock, days: number): Retained => ({
  ...retainedRows(db, {
    name: "agents",
    rule: `Kept for ${days} days after they ended, with their turns, commands, questions and signals; longer while a question is open`,
    expired: () => {
      const before = daysBefore(clock.now(), days);
      return sql`
        select id as key from agents a
        where ${isOver("a", before)}
          and not exists (select from agents c where c.parent_id = a.id and not (${isOver("c", before)}))
        order by ended_at, id`;
    },
    remove: (keys) => sql`delete from agents where id in ${keys}`,
  }),
  atOnce: fewAtOnce,
});

const isOver = (agent: "a" | "c", before: Date): RawBuilder<unknown> => {
  const { id, ended_at } = { id: sql.ref(`${agent}.id`), ended_at: sql.ref(`${agent}.ended_at`) };
  return sql`coalesce(${ended_at} < ${before}, false) and not exists (
    select from agents_questions q where q.agent_id = ${id} and q.state in ('open', 'answering')
  )`;
};
