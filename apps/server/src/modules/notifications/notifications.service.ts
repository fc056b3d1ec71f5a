import { Id, type Page } from "@signalbox/contract/common";
import type {
  DeliveryState,
  NotificationDelivery,
  NotificationPreferences,
} from "@signalbox/contract/notifications";
import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Db } from "../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../platform/http/cursor.ts";
import type { JobQueue } from "../../platform/jobs/job-queue.ts";
import type { Audit } from "../auth/index.ts";
import type { ChannelsService, Owner } from "./channels/channels.service.ts";
import type { DeliverJob } from "./job-definitions.ts";
import { saveLook } from "./keeping/looks.repository.ts";
import { preferencesOf, savePreferences } from "./keeping/preferences.repository.ts";
import { notificationErrors } from "./notifications.errors.ts";
import type { ToldAgents } from "./ports.ts";
import {
  type DeliveryRow,
  findDeliveries,
  findDelivery,
  insertDeliveries,
  type NewDelivery,
  presentDelivery,
} from "./sending/deliveries.repository.ts";

export interface NotificationsServiceOptions {
  db: Db;
  clock: Clock;
  audit: Audit;
  queue: JobQueue;
  agents: Pick<ToldAgents, "agentsBy">;
  channels: Pick<ChannelsService, "own">;
  deliver: DeliverJob;
}

export interface NotificationsService {
  preferences(userId: string): Promise<NotificationPreferences>;
  setPreferences(owner: Owner, preferences: NotificationPreferences): Promise<NotificationPreferences>;
  deliveries(
    userId: string,
    page: { limit: number; cursor?: string | undefined; state?: DeliveryState | undefined },
  ): Promise<Page<NotificationDelivery>>;
  /** @throws AppError `notifications.delivery_not_found` */
  delivery(userId: string, id: string): Promise<NotificationDelivery>;
  /** Sends a word by a channel. @throws AppError `notifications.channel_not_found` */
  test(owner: Owner, channelId: string): Promise<{ deliveryId: string }>;
  /** A device's page shows this agent for now, or none. */
  look(userId: string, deviceId: string, agentId: string | null): Promise<void>;
}

/** A page tells again what it shows well before this is over. */
const lookMs = 45_000;

const cursors = keysetCursor("notifications", Id);

export function createNotificationsService(options: NotificationsServiceOptions): NotificationsService {
  const { db, clock, audit } = options;
  const shown = async (rows: readonly DeliveryRow[]) => {
    const ids = [...new Set(rows.flatMap(({ agent_id }) => agent_id ?? []))];
    const titles = new Map((await options.agents.agentsBy(ids)).map(({ id, title }) => [id, title]));
    return rows.map((row) => presentDelivery(row, titles.get(row.agent_id ?? "") ?? null));
  };
  return {
    preferences: (userId) => preferencesOf(db.read, userId),
    async setPreferences({ userId, cause }, preferences) {
      await db.transaction(async (tx) => {
        await savePreferences(tx, userId, { preferences, at: clock.now() });
        const subject = { kind: "user", id: userId };
        const detail = { ...preferences };
        await audit.record(tx, { ...cause, action: "notification_preferences.changed", subject, detail });
      });
      return preferencesOf(db.read, userId);
    },
    async deliveries(userId, { limit, cursor, state }) {
      const before = cursors.decode(cursor);
      const rows = await findDeliveries(db.read, userId, { state, before, limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
      return { ...page, items: await shown(page.items) };
    },
    async delivery(userId, id) {
      const row = await findDelivery(db.read, id);
      const [delivery] = row?.user_id === userId ? await shown([row]) : [];
      if (delivery === undefined) throw notificationErrors.noDelivery(id);
      return delivery;
    },
    test: (owner, channelId) => sendTest(options, owner, channelId),
    look: (userId, deviceId, agentId) =>
      saveLook(db, { userId, deviceId, agentId, until: new Date(clock.now().getTime() + lookMs) }),
  };
}

async function sendTest(
  { db, clock, audit, queue, channels, deliver }: NotificationsServiceOptions,
  { userId, cause }: Owner,
  channelId: string,
): Promise<{ deliveryId: string }> {
  const { kind, name } = await channels.own(userId, channelId);
  const [deliveryId, now] = [newId(), clock.now()];
  const row: NewDelivery = {
    ...{ id: deliveryId, user_id: userId, notice_id: null, channel_id: channelId, channel_kind: kind },
    ...{ channel_name: name, kind: "test" as const, reason: null, agent_id: null, question_id: null },
    ...{ state: "waiting", why: null, digest_id: null, created_at: now, due_at: now, settled_at: null },
  };
  const { actor, correlationId } = cause;
  await db.transaction(async (tx) => {
    await insertDeliveries(tx, [row]);
    await queue.enqueue(tx, deliver, {
      payload: { deliveryId },
      cause: { actor, correlationId },
      priority: 1,
    });
    const subject = { kind: "notification_channel", id: channelId };
    await audit.record(tx, { ...cause, action: "notification_channel.tested", subject });
  });
  return { deliveryId };
}
