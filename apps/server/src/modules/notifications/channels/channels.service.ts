import { Id, type Page } from "@signalbox/contract/common";
import {
  type ChangedChannel,
  type NewChannel,
  type NotificationChannel,
  type NotificationReason,
  notificationReasons,
} from "@signalbox/contract/notification-channels";
import { channelChanged, channelCreated, channelRemoved } from "@signalbox/contract/notifications";
import type { z } from "zod";
import type { Clock } from "../../../kernel/clock.ts";
import { newId, newSalt } from "../../../kernel/ids.ts";
import type { Db, Tx } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Cause } from "../../../platform/http/http.ts";
import type { Outbound } from "../../../platform/outbound/outbound.ts";
import type { Audit } from "../../auth/index.ts";
import type { Keys } from "../keeping/key-folder.ts";
import { mostChannels, notificationErrors } from "../notifications.errors.ts";
import type { PersonaNames, ProjectNames, ToldPeople } from "../ports.ts";
import {
  type ChannelRow,
  countChannels,
  deleteChannel,
  deleteDeviceChannel,
  findChannel,
  findChannels,
  findRules,
  insertChannel,
  presentChannel,
  saveRule,
  updateChannel,
} from "./channels.repository.ts";
import { addressedAnew, refuseUnreachable } from "./readdress.ts";
import { type ChannelSettings, digestOf, targetOf, writeSettings } from "./settings.ts";

export interface ChannelsOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  audit: Audit;
  keys: Pick<Keys, "seal" | "open">;
  outbound: Pick<Outbound, "addressOf">;
  namesOf: ProjectNames;
  personaNamesOf: PersonaNames;
  people: Pick<ToldPeople, "signedIn">;
}

/** Who asks for a change of their own channels. */
export interface Owner {
  userId: string;
  /** The sign-in they ask by; none where it is a key. */
  signInId: string | null;
  cause: Cause;
}

export interface ChangedRules {
  projectId: string | null;
  personaId: string | null;
  wanted: Partial<Record<NotificationReason, boolean | null>>;
}

export interface ChannelsService {
  list(
    userId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<NotificationChannel>>;
  /** @throws AppError `notifications.too_many`, `notifications.target_refused` */
  create(
    owner: Owner,
    settings: NewChannel,
  ): Promise<{ channel: NotificationChannel; secret: string | null }>;
  /** @throws AppError `notifications.channel_not_found`, `notifications.other_kind`, `notifications.target_refused` */
  change(owner: Owner, id: string, changed: z.infer<typeof ChangedChannel>): Promise<NotificationChannel>;
  /** @throws AppError `notifications.channel_not_found`, `notifications.project_not_found` */
  changeRules(owner: Owner, id: string, rules: ChangedRules): Promise<NotificationChannel>;
  /** @throws AppError `notifications.channel_not_found` */
  remove(owner: Owner, id: string): Promise<void>;
  /** @throws AppError `notifications.channel_not_found` */
  own(userId: string, id: string): Promise<ChannelRow>;
}

const cursors = keysetCursor("notification-channels", Id);

export function createChannels(options: ChannelsOptions): ChannelsService {
  const { db } = options;
  const shown = async (rows: readonly ChannelRow[]) => {
    const rules = await findRules(
      db.read,
      rows.map(({ id }) => id),
    );
    return Promise.all(
      rows.map(async (row) => {
        const canAnswer = await mayAnswer(options, row);
        return presentChannel(row, { rules: rules.get(row.id) ?? [], canAnswer });
      }),
    );
  };
  const own = async (userId: string, id: string) => {
    const row = await findChannel(db.read, id);
    if (row?.user_id !== userId) throw notificationErrors.noChannel(id);
    return row;
  };
  const read = async (userId: string, id: string) => {
    const [channel] = await shown([await own(userId, id)]);
    if (channel === undefined) throw notificationErrors.noChannel(id);
    return channel;
  };
  return {
    own,
    async list(userId, { limit, cursor }) {
      const rows = await findChannels(db.read, userId, { before: cursors.decode(cursor), limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
      return { ...page, items: await shown(page.items) };
    },
    async create(owner, given) {
      const { id, secret } = await create(options, owner, given);
      return { channel: await read(owner.userId, id), secret };
    },
    async change(owner, id, { name, content, enabled, address }) {
      const addressed =
        address === undefined ? {} : await addressedAnew(options, await own(owner.userId, id), address);
      const changed = {
        ...(name === undefined ? {} : { name }),
        ...(content === undefined ? {} : { with_content: content }),
        ...(enabled === undefined ? {} : { enabled, off_reason: null }),
        ...addressed,
      };
      await db.transaction(async (tx) => {
        const row = await updateChannel(tx, { id, userId: owner.userId }, changed);
        if (row === undefined) throw notificationErrors.noChannel(id);
        const detail = { name, content, enabled, ...(address === undefined ? {} : { target: row.target }) };
        await record(options, tx, { owner, row, what: "changed", detail });
      });
      return read(owner.userId, id);
    },
    async changeRules(owner, id, { projectId, personaId, wanted }) {
      const row = await own(owner.userId, id);
      if (projectId !== null && !(await options.namesOf([projectId])).has(projectId))
        throw notificationErrors.noProject(projectId);
      if (personaId !== null && !(await options.personaNamesOf([personaId])).has(personaId))
        throw notificationErrors.noPersona(personaId);
      await db.transaction(async (tx) => {
        for (const reason of notificationReasons) {
          const said = wanted[reason];
          if (said !== undefined)
            await saveRule(tx, { channelId: id, projectId, personaId, reason, wanted: said });
        }
        await record(options, tx, { owner, row, what: "changed", detail: { projectId, personaId, wanted } });
      });
      return read(owner.userId, id);
    },
    async remove(owner, id) {
      await own(owner.userId, id);
      await db.transaction(async (tx) => {
        const row = await deleteChannel(tx, id);
        if (row !== undefined) await record(options, tx, { owner, row, what: "removed", detail: {} });
      });
    },
  };
}

/** Whether a push may come with buttons: by who signed in on that device, as long as they may answer. */
async function mayAnswer({ people }: ChannelsOptions, row: ChannelRow): Promise<boolean> {
  if (row.kind !== "web_push" || row.sign_in_id === null) return false;
  return (await people.signedIn(row.sign_in_id))?.scopes.includes("answer") ?? false;
}

async function create(options: ChannelsOptions, owner: Owner, given: NewChannel) {
  const { db, clock, keys } = options;
  await refuseUnreachable(options, given);
  const secret = given.kind === "webhook" && given.secret === undefined ? newWebhookSecret() : null;
  const settings: ChannelSettings =
    given.kind === "webhook" && secret !== null ? { ...given, secret } : given;
  const id = newId();
  const isDevice = settings.kind === "web_push" || settings.kind === "desktop";
  const row: ChannelRow = {
    ...{ id, user_id: owner.userId, kind: settings.kind, name: settings.name, target: targetOf(settings) },
    sealed_settings: await keys.seal(id, writeSettings(settings)),
    device_id: isDevice ? settings.deviceId : null,
    sign_in_id: isDevice ? owner.signInId : null,
    // To a person's own browser it goes encrypted, or not out at all.
    with_content: isDevice || settings.content,
    enabled: true,
    off_reason: null,
    endpoint_digest: digestOf(settings),
    created_at: clock.now(),
  };
  await db.transaction(async (tx) => {
    if (isDevice) await deleteDeviceChannel(tx, { ...owner, deviceId: settings.deviceId, kind: row.kind });
    if ((await countChannels(tx, owner.userId)) >= mostChannels) throw notificationErrors.tooMany();
    await insertChannel(tx, row);
    await record(options, tx, {
      owner,
      row,
      what: "created",
      detail: { name: row.name, target: row.target },
    });
  });
  return { id, secret };
}

const newWebhookSecret = (): string => `whsec_${newSalt(32).toString("base64")}`;

const eventOf = { created: channelCreated, changed: channelChanged, removed: channelRemoved };

interface Change {
  owner: Owner;
  row: ChannelRow;
  what: keyof typeof eventOf;
  detail: Record<string, unknown>;
}

async function record(
  { events, clock, audit }: Pick<ChannelsOptions, "events" | "clock" | "audit">,
  tx: Tx,
  { owner: { cause, userId }, row, what, detail }: Change,
): Promise<void> {
  const subject = { kind: "notification_channel", id: row.id };
  const { actor, correlationId } = cause;
  events.append(
    tx,
    newEvent(
      eventOf[what],
      { at: clock.now(), actor, correlationId, subject },
      { channelId: row.id, userId, kind: row.kind },
    ),
  );
  await audit.record(tx, {
    ...cause,
    action: `notification_channel.${what}`,
    subject,
    detail: { kind: row.kind, ...detail },
  });
}
