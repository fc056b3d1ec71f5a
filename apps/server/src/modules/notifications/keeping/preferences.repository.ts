import { type NotificationPreferences, usualPreferences } from "@signalbox/contract/notifications";
import { type Selectable, sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { NotificationsPreferences } from "../../../platform/database/tables.ts";

const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};

const present = (row: Selectable<NotificationsPreferences>): NotificationPreferences => ({
  timeZone: row.time_zone,
  quiet:
    row.quiet_from === null || row.quiet_until === null
      ? null
      : { from: timeOf(row.quiet_from), until: timeOf(row.quiet_until) },
  remindAfterMinutes: row.remind_after_minutes,
  digestAbove: row.digest_above,
});

/** What some people said of how they want to be told; who said nothing is missing. */
export const findPreferences = async (
  read: Queryable,
  userIds: readonly string[],
): Promise<Map<string, NotificationPreferences>> => {
  const rows = await read
    .selectFrom("notifications_preferences")
    .where("user_id", "=", sql<string>`any(${userIds}::uuid[])`)
    .selectAll()
    .execute();
  return new Map(rows.map((row) => [row.user_id, present(row)]));
};

export const preferencesOf = async (read: Queryable, userId: string): Promise<NotificationPreferences> =>
  (await findPreferences(read, [userId])).get(userId) ?? usualPreferences;

export const savePreferences = async (
  tx: Tx,
  userId: string,
  { preferences, at }: { preferences: NotificationPreferences; at: Date },
): Promise<void> => {
  const { timeZone, quiet, remindAfterMinutes, digestAbove } = preferences;
  const said = {
    time_zone: timeZone,
    quiet_from: quiet === null ? null : minutesOf(quiet.from),
    quiet_until: quiet === null ? null : minutesOf(quiet.until),
    remind_after_minutes: remindAfterMinutes,
    digest_above: digestAbove,
    updated_at: at,
  };
  await tx
    .insertInto("notifications_preferences")
    .values({ user_id: userId, ...said })
    .onConflict((conflict) => conflict.column("user_id").doUpdateSet(said))
    .execute();
};
