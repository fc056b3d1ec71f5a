import { sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import { daysBefore, type Retained, retainedRows } from "../../platform/retention/retained.ts";

/** What was sent goes after a while; what a device was offered, and where it looked, soon after that is over. */
export const retainedNotifications = (db: Db, clock: Clock, days: number): Retained[] => [
  retainedRows(db, {
    name: "notifications",
    rule: `Kept for ${days} days`,
    expired: () => sql`
      select id as key from notifications_deliveries
      where created_at < ${daysBefore(clock.now(), days)} order by created_at, id`,
    remove: (keys) => sql`delete from notifications_deliveries where id in ${keys}`,
  }),
  retainedRows(db, {
    name: "occasions of notifications",
    rule: `Kept for ${days} days`,
    expired: () => sql`
      select id as key from notifications_notices
      where at < ${daysBefore(clock.now(), days)} and decided_at is not null order by at, id`,
    remove: (keys) => sql`delete from notifications_notices where id in ${keys}`,
  }),
  retainedRows(db, {
    name: "buttons of notifications",
    rule: "Kept for a day after they expired",
    expired: () => sql`
      select id as key from notifications_offers
      where expires_at < ${daysBefore(clock.now(), 1)} order by expires_at, id`,
    remove: (keys) => sql`delete from notifications_offers where id in ${keys}`,
  }),
  retainedRows(db, {
    name: "devices' open pages",
    rule: "Kept for a day",
    expired: () => sql`
      select device_id as key from notifications_looks
      where until < ${daysBefore(clock.now(), 1)} order by until`,
    remove: (keys) => sql`delete from notifications_looks where device_id in ${keys}`,
  }),
];
