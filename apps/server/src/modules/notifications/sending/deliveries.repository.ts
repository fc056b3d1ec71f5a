import { ChannelKind, NotificationReason } from "@signalbox/contract/notification-channels";
import type { DeliveryState, NotificationDelivery } from "@signalbox/contract/notifications";
import { type Selectable, sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { NotificationsDeliveries } from "../../../platform/database/tables.ts";
import type { Paced } from "../deciding/pace.ts";

export type DeliveryRow = Selectable<NotificationsDeliveries>;

export type NewDelivery = Omit<DeliveryRow, "attempts" | "error">;

export const presentDelivery = (row: DeliveryRow, agentTitle: string | null): NotificationDelivery => ({
  id: row.id,
  channelId: row.channel_id,
  channelKind: ChannelKind.parse(row.channel_kind),
  channelName: row.channel_name,
  kind: row.kind,
  reason: row.reason === null ? null : NotificationReason.parse(row.reason),
  agentId: row.agent_id,
  agentTitle,
  questionId: row.question_id,
  state: row.state,
  why: row.why,
  attempts: row.attempts,
  error: row.error,
  createdAt: row.created_at.toISOString(),
  dueAt: row.due_at.toISOString(),
  settledAt: row.settled_at?.toISOString() ?? null,
});

export const insertDeliveries = async (tx: Tx, rows: readonly NewDelivery[]): Promise<void> => {
  if (rows.length > 0) await tx.insertInto("notifications_deliveries").values(rows).execute();
};

export const findDelivery = (read: Queryable, id: string): Promise<DeliveryRow | undefined> =>
  read.selectFrom("notifications_deliveries").where("id", "=", id).selectAll().executeTakeFirst();

/** A person's deliveries, the latest first. */
export const findDeliveries = (
  read: Queryable,
  userId: string,
  { state, before, limit }: { state?: DeliveryState | undefined; before?: string | undefined; limit: number },
): Promise<DeliveryRow[]> =>
  read
    .selectFrom("notifications_deliveries")
    .where("user_id", "=", userId)
    .$if(state !== undefined, (query) => query.where("state", "=", state ?? "waiting"))
    .$if(before !== undefined, (query) => query.where("id", "<", before ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .selectAll()
    .execute();

/** One that a channel took, and the question that it tells of. */
export type Taken = Omit<Paced, "stands"> & { questionId: string | null };

/** What channels took since, or have yet to take: by channel. */
export const findTaken = async (
  read: Queryable,
  channelIds: readonly string[],
  since: Date,
): Promise<Map<string, Taken[]>> => {
  const rows = await read
    .selectFrom("notifications_deliveries")
    .where("channel_id", "=", sql<string>`any(${channelIds}::uuid[])`)
    .where("due_at", ">", since)
    .where("state", "in", ["waiting", "sent", "failed"])
    .where("kind", "!=", "test")
    .orderBy("due_at")
    .selectAll()
    .execute();
  const byChannel = Map.groupBy(rows, ({ channel_id }) => channel_id ?? "");
  return new Map([...byChannel].map(([id, own]) => [id, own.map(takenOf)]));
};

const takenOf = (row: DeliveryRow): Taken => ({
  id: row.id,
  questionId: row.question_id,
  agentId: row.agent_id,
  reason: row.reason === null ? null : NotificationReason.parse(row.reason),
  isDigest: row.kind === "digest",
  waits: row.state === "waiting",
  createdAt: row.created_at,
  dueAt: row.due_at,
});

/** The reasons of those that a digest tells of. */
export const findGathered = async (read: Queryable, digestId: string): Promise<NotificationReason[]> => {
  const rows = await read
    .selectFrom("notifications_deliveries")
    .where("digest_id", "=", digestId)
    .orderBy("id")
    .limit(1_000)
    .select("reason")
    .execute();
  return rows.map(({ reason }) => NotificationReason.parse(reason));
};

export interface Settlement {
  state: "sent" | "failed" | "dropped";
  why?: string | null;
  error?: string | null;
  attempts?: number;
  at: Date;
}

/** Settles one that waits, or that failed and was tried again; what was sent or dropped stays so. */
export const settleDelivery = (tx: Tx, id: string, { state, at, ...told }: Settlement) =>
  tx
    .updateTable("notifications_deliveries")
    .set({ state, settled_at: at, ...told })
    .where("id", "=", id)
    .where("state", "in", ["waiting", "failed"])
    .returning("id")
    .executeTakeFirst();

/** Takes the places of some that wait still. */
export const dropWaiting = async (
  tx: Tx,
  ids: readonly string[],
  { why, at }: { why: string; at: Date },
): Promise<void> => {
  if (ids.length === 0) return;
  await tx
    .updateTable("notifications_deliveries")
    .set({ state: "dropped", why, settled_at: at })
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .where("state", "=", "waiting")
    .execute();
};

/** Keeps how a try went that is not the last. */
export const noteAttempt = async (
  tx: Tx,
  id: string,
  { attempts, error }: { attempts: number; error: string },
): Promise<void> => {
  await tx.updateTable("notifications_deliveries").set({ attempts, error }).where("id", "=", id).execute();
};
