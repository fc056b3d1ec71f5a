import type { Db } from "../../../platform/database/database.ts";

/** How many failed by now at each target, this one with them; those before `since` are forgotten. */
export const countAttempt = async (
  db: Db,
  { names, now, since }: { names: readonly string[]; now: Date; since: Date },
): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.write({
    name: "auth_count_attempt",
    text: `insert into auth_attempts as known (target, failed, since)
      select target, 1, $2::timestamptz from unnest($1::text[]) as target order by target
      on conflict (target) do update set
        failed = case when known.since <= $3 then 1 else known.failed + 1 end,
        since = case when known.since <= $3 then excluded.since else known.since end
      returning target, failed`,
    values: [names, now, since],
  });
  return new Map(rows.map(({ target, failed }) => [String(target), Number(failed)]));
};

export const forgiveAttempt = async (
  db: Db,
  names: readonly string[],
  cleared: readonly string[],
): Promise<void> => {
  await db.write({
    name: "auth_forgive_attempt",
    text: `update auth_attempts
      set failed = case when target = any($2::text[]) then 0 else greatest(failed - 1, 0) end
      where target in (select target from auth_attempts where target = any($1::text[]) order by target for update)`,
    values: [names, cleared],
  });
};

export const deleteOldAttempts = async (db: Db, before: Date): Promise<void> => {
  await db.write({
    name: "auth_delete_old_attempts",
    text: "delete from auth_attempts where since <= $1",
    values: [before],
  });
};
