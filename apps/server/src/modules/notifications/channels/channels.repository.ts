import type { NotificationChannel } from "@signalbox/contract/notification-channels";
import { type Selectable, sql } from "kysely";
import { newId } from "../../../kernel/ids.ts";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { NotificationsChannels } from "../../../platform/database/tables.ts";
import { type Rule, rulesOf } from "../deciding/wants.ts";

export type ChannelRow = Selectable<NotificationsChannels>;

export const presentChannel = (
  row: ChannelRow,
  { rules, canAnswer }: { rules: readonly Rule[]; canAnswer: boolean },
): NotificationChannel => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  target: row.target,
  deviceId: row.device_id,
  canAnswer,
  content: row.with_content,
  enabled: row.enabled,
  offReason: row.off_reason,
  rules: rulesOf(rules),
  createdAt: row.created_at.toISOString(),
});

export const insertChannel = async (tx: Tx, row: ChannelRow): Promise<void> => {
  await tx.insertInto("notifications_channels").values(row).execute();
};

/** The device's channel of a kind, which a new one takes the place of. */
export const deleteDeviceChannel = async (
  tx: Tx,
  { userId, deviceId, kind }: { userId: string; deviceId: string; kind: ChannelRow["kind"] },
): Promise<void> => {
  await tx
    .deleteFrom("notifications_channels")
    .where("user_id", "=", userId)
    .where("device_id", "=", deviceId)
    .where("kind", "=", kind)
    .execute();
};

export const countChannels = async (tx: Tx, userId: string): Promise<number> => {
  const { count } = await tx
    .selectFrom("notifications_channels")
    .where("user_id", "=", userId)
    .select(sql<number>`count(*)::int`.as("count"))
    .executeTakeFirstOrThrow();
  return count;
};

export const findChannel = (read: Queryable, id: string): Promise<ChannelRow | undefined> =>
  read.selectFrom("notifications_channels").where("id", "=", id).selectAll().executeTakeFirst();

/** A person's channels, the newest first. */
export const findChannels = (
  read: Queryable,
  userId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<ChannelRow[]> =>
  read
    .selectFrom("notifications_channels")
    .where("user_id", "=", userId)
    .$if(before !== undefined, (query) => query.where("id", "<", before ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .selectAll()
    .execute();

/** Channels that are switched on, of everybody. */
export const findEnabledChannels = (read: Queryable): Promise<ChannelRow[]> =>
  read.selectFrom("notifications_channels").where("enabled", "is", true).orderBy("id").selectAll().execute();

/** Whether anybody is told anything. */
export const hasChannels = async (read: Queryable): Promise<boolean> =>
  (await read.selectFrom("notifications_channels").select("id").limit(1).executeTakeFirst()) !== undefined;

export const updateChannel = (
  tx: Tx,
  { id, userId }: { id: string; userId: string },
  changed: Partial<
    Pick<ChannelRow, "name" | "with_content" | "enabled" | "off_reason" | "sealed_settings" | "target">
  >,
): Promise<ChannelRow | undefined> =>
  tx
    .updateTable("notifications_channels")
    .set((is) => ({ id: is.ref("id"), ...changed }))
    .where("id", "=", id)
    .where("user_id", "=", userId)
    .returningAll()
    .executeTakeFirst();

/** A browser's channels that a subscription's address is of, as many as people are told there. */
export const findChannelsByEndpoint = (read: Queryable, digest: string): Promise<ChannelRow[]> =>
  read
    .selectFrom("notifications_channels")
    .where("endpoint_digest", "=", digest)
    .orderBy("id")
    .limit(100)
    .selectAll()
    .execute();

export const noteDigest = (tx: Tx, id: string, digest: string | null): Promise<unknown> =>
  tx
    .updateTable("notifications_channels")
    .where("id", "=", id)
    .where("endpoint_digest", "is", null)
    .set({ endpoint_digest: digest })
    .execute();

/** Channels of browsers of which that is not known yet. */
export const findUndigested = (read: Queryable): Promise<ChannelRow[]> =>
  read
    .selectFrom("notifications_channels")
    .where("kind", "=", "web_push")
    .where("endpoint_digest", "is", null)
    .orderBy("id")
    .limit(1_000)
    .selectAll()
    .execute();

/** Only while it has the settings that were read; undefined where it has others by now. One that was off for its old address is on. */
export const renewChannel = (
  tx: Tx,
  { id, sealed_settings: before }: Pick<ChannelRow, "id" | "sealed_settings">,
  renewed: Pick<ChannelRow, "sealed_settings" | "target" | "endpoint_digest">,
): Promise<ChannelRow | undefined> =>
  tx
    .updateTable("notifications_channels")
    .set((is) => ({
      ...renewed,
      enabled: sql<boolean>`${is.ref("enabled")} or ${is.ref("off_reason")} is not null`,
      off_reason: null,
    }))
    .where("id", "=", id)
    .where("sealed_settings", "=", before)
    .returningAll()
    .executeTakeFirst();

/** Switches it off by itself, where it is on and has the settings that were tried. */
export const switchOff = (
  tx: Tx,
  { id, sealed_settings: tried }: Pick<ChannelRow, "id" | "sealed_settings">,
  why: string,
): Promise<ChannelRow | undefined> =>
  tx
    .updateTable("notifications_channels")
    .set({ enabled: false, off_reason: why })
    .where("id", "=", id)
    .where("sealed_settings", "=", tried)
    .where("enabled", "is", true)
    .returningAll()
    .executeTakeFirst();

export const deleteChannel = (tx: Tx, id: string): Promise<ChannelRow | undefined> =>
  tx.deleteFrom("notifications_channels").where("id", "=", id).returningAll().executeTakeFirst();

/** What was said on some channels, by channel. */
export const findRules = async (
  read: Queryable,
  channelIds: readonly string[],
): Promise<Map<string, Rule[]>> => {
  const rows = await read
    .selectFrom("notifications_rules")
    .where("channel_id", "=", sql<string>`any(${channelIds}::uuid[])`)
    .select(["channel_id", "project_id as projectId", "persona_id as personaId", "reason", "wanted"])
    .execute();
  const byChannel = Map.groupBy(rows, ({ channel_id }) => channel_id);
  return new Map(
    [...byChannel].map(([id, rules]) => [
      id,
      rules.map(({ projectId, personaId, reason, wanted }) => ({ projectId, personaId, reason, wanted })),
    ]),
  );
};

/** Null takes back what was said. */
export const saveRule = async (
  tx: Tx,
  rule: Omit<Rule, "wanted"> & { channelId: string; wanted: boolean | null },
): Promise<void> => {
  const { channelId, projectId, personaId, reason, wanted } = rule;
  await tx
    .deleteFrom("notifications_rules")
    .where("channel_id", "=", channelId)
    .where("project_id", "is not distinct from", projectId)
    .where("persona_id", "is not distinct from", personaId)
    .where("reason", "=", reason)
    .execute();
  if (wanted === null) return;
  await tx
    .insertInto("notifications_rules")
    .values({
      ...{ id: newId(), channel_id: channelId, project_id: projectId, persona_id: personaId, reason, wanted },
    })
    .execute();
};
