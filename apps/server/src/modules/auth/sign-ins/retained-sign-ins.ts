import { sql } from "kysely";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../../../platform/retention/retained.ts";

/** Sign-ins and links go some time after they can be used no more. */
export const retainedSignIns = (db: Db, clock: Clock, days: number): Retained[] => [
  retainedRows(db, {
    name: "sign-ins",
    rule: `Kept for ${days} days after they ended or expired`,
    expired: () => sql`
      select id as key from auth_sign_ins
      where least(ended_at, expires_at) < ${daysBefore(clock.now(), days)} order by id`,
    remove: (keys) => sql`delete from auth_sign_ins where id in ${keys}`,
  }),
  retainedRows(db, {
    name: "sign-in links",
    rule: `Kept for ${days} days after they expired`,
    expired: () => sql`
      select secret_hash as key from auth_sign_in_links
      where expires_at < ${daysBefore(clock.now(), days)} order by expires_at`,
    remove: (keys) => sql`delete from auth_sign_in_links where secret_hash in ${keys}`,
  }),
];
