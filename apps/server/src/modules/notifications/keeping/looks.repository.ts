import { sql } from "kysely";
import type { Db, Queryable } from "../../../platform/database/database.ts";

/** Tells what a device's page shows for now. */
export const saveLook = async (
  db: Db,
  look: { userId: string; deviceId: string; agentId: string | null; until: Date },
): Promise<void> => {
  const { userId, deviceId, agentId, until } = look;
  await db.write({
    name: "notifications_look",
    text: `
      insert into notifications_looks (user_id, device_id, agent_id, until) values ($1, $2, $3, $4)
      on conflict (user_id, device_id) do update set agent_id = excluded.agent_id, until = excluded.until`,
    values: [userId, deviceId, agentId, until],
  });
};

/** The agents that some people's devices show now: by person, then by device. */
export const findLooks = async (
  read: Queryable,
  userIds: readonly string[],
  now: Date,
): Promise<Map<string, Map<string, string>>> => {
  const rows = await read
    .selectFrom("notifications_looks")
    .where("user_id", "=", sql<string>`any(${userIds}::uuid[])`)
    .where("until", ">", now)
    .select(["user_id", "device_id", "agent_id"])
    .execute();
  const looks = new Map<string, Map<string, string>>();
  for (const { user_id, device_id, agent_id } of rows) {
    if (agent_id === null) continue;
    const own = looks.get(user_id) ?? new Map<string, string>();
    looks.set(user_id, own.set(device_id, agent_id));
  }
  return looks;
};
