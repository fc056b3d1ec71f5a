import type { renewPushChannel } from "@signalbox/contract/notifications";
import { channelChanged } from "@signalbox/contract/notifications";
import type { BodyOf } from "@signalbox/contract/route";
import { AppError } from "../../../kernel/errors.ts";
import { sameSecret } from "../../../kernel/ids.ts";
import { newEvent } from "../../../platform/events/events.ts";
import type { Cause } from "../../../platform/http/http.ts";
import { notificationErrors } from "../notifications.errors.ts";
import {
  type ChannelRow,
  findChannelsByEndpoint,
  findUndigested,
  noteDigest,
  renewChannel,
} from "./channels.repository.ts";
import type { ChannelsOptions } from "./channels.service.ts";
import { type ChannelSettings, digestOf, readSettings, targetOf, writeSettings } from "./settings.ts";

type Push = Extract<ChannelSettings, { kind: "web_push" }>;
type Renewal = BodyOf<typeof renewPushChannel>;

/**
 * A browser renews its subscription by itself, with no page and no sign-in at hand. That it is the one whose channel it
 * speaks of is shown by the old address, which nobody knows but that browser, its push service and this server.
 */
export const createRenewal =
  (options: ChannelsOptions) =>
  async ({ endpoint, subscription }: Renewal, cause: Omit<Cause, "actor">): Promise<void> => {
    const { keys } = options;
    const found = await channelsAt(options, endpoint);
    if (found.length === 0) {
      // Sent again because its answer was lost: it is as it should be.
      if ((await channelsAt(options, subscription.endpoint)).length > 0) return;
      throw notificationErrors.renewalRefused();
    }
    const told = await signedInOf(options, found);
    for (const { row, settings } of told) {
      const renewed: Push = { ...settings, subscription };
      await refuseForbidden(options, renewed);
      const kept = {
        sealed_settings: await keys.seal(row.id, writeSettings(renewed)),
        target: targetOf(renewed),
        endpoint_digest: digestOf(renewed),
      };
      await store(options, { row, kept, cause });
    }
  };

/** Whom nobody signed in asks is told no more than that it was refused; a name that is not found now may be later. */
async function refuseForbidden(
  { outbound }: Pick<ChannelsOptions, "outbound">,
  renewed: Push,
): Promise<void> {
  await outbound.addressOf(new URL(renewed.subscription.endpoint).hostname).catch((error: unknown) => {
    if (error instanceof AppError && error.kind !== "unavailable") throw notificationErrors.renewalRefused();
    throw error;
  });
}

interface Found {
  row: ChannelRow;
  settings: Push;
}

/** Whoever is signed out on a device is told nothing more there. */
async function signedInOf(
  { people }: Pick<ChannelsOptions, "people">,
  found: readonly Found[],
): Promise<Found[]> {
  const isIn = await Promise.all(
    found.map(async ({ row }) => row.sign_in_id === null || (await people.signedIn(row.sign_in_id)) !== null),
  );
  const told = found.filter((_, at) => isIn[at]);
  if (told.length === 0) throw notificationErrors.renewalRefused();
  return told;
}

/** The channels of a subscription's address: one for each person who is told on that browser. */
async function channelsAt(options: ChannelsOptions, endpoint: string): Promise<Found[]> {
  const { db, keys } = options;
  const digest = digestOf({ kind: "web_push", subscription: { endpoint } });
  await digestAll(options);
  const rows = digest === null ? [] : await findChannelsByEndpoint(db.read, digest);
  const found: Found[] = [];
  for (const row of rows) {
    const settings = readSettings(await keys.open(row.id, row.sealed_settings));
    if (settings.kind === "web_push" && sameSecret(settings.subscription.endpoint, endpoint))
      found.push({ row, settings });
  }
  return found;
}

/** Those of before addresses were digested, once. */
async function digestAll({ db, keys }: ChannelsOptions): Promise<void> {
  for (const row of await findUndigested(db.read)) {
    const opened = await keys.open(row.id, row.sealed_settings).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
    // One that another key sealed is told nothing, and asked for by nobody.
    if (opened === null) continue;
    await db.transaction((tx) => noteDigest(tx, row.id, digestOf(readSettings(opened))));
  }
}

interface Kept {
  row: ChannelRow;
  kept: Parameters<typeof renewChannel>[2];
  cause: Omit<Cause, "actor">;
}

async function store(
  { db, clock, events, audit }: ChannelsOptions,
  { row, kept, cause }: Kept,
): Promise<void> {
  const actor = row.sign_in_id === null ? "nobody" : `sign_in:${row.sign_in_id}`;
  const subject = { kind: "notification_channel", id: row.id };
  await db.transaction(async (tx) => {
    // Two at once: one of them had the old address.
    if ((await renewChannel(tx, row, kept)) === undefined) throw notificationErrors.renewalRefused();
    const context = { at: clock.now(), actor, correlationId: cause.correlationId, subject };
    const data = { channelId: row.id, userId: row.user_id, kind: row.kind };
    events.append(tx, newEvent(channelChanged, context, data));
    const detail = { kind: row.kind, target: kept.target };
    await audit.record(tx, { ...cause, actor, action: "notification_channel.renewed", subject, detail });
  });
}
