import type { ChannelAddress } from "@signalbox/contract/notification-channels";
import { AppError } from "../../../kernel/errors.ts";
import type { Outbound } from "../../../platform/outbound/outbound.ts";
import type { Keys } from "../keeping/key-folder.ts";
import { notificationErrors } from "../notifications.errors.ts";
import type { ChannelRow } from "./channels.repository.ts";
import { type ChannelSettings, hostOf, readSettings, targetOf, writeSettings } from "./settings.ts";

interface Means {
  keys: Pick<Keys, "seal" | "open">;
  outbound: Pick<Outbound, "addressOf">;
}

/** Said while somebody is there to hear it; it is checked again each time it is connected to. */
export async function refuseUnreachable(
  { outbound }: Pick<Means, "outbound">,
  settings: ChannelSettings,
): Promise<void> {
  const host = hostOf(settings);
  if (host === null) return;
  await outbound.addressOf(host).catch((error: unknown) => {
    if (error instanceof AppError) throw notificationErrors.targetRefused(error.message);
    throw error;
  });
}

/** What is kept of a channel that leads elsewhere from now on. @throws AppError `notifications.other_kind`, `notifications.target_refused` */
export async function addressedAnew(
  means: Means,
  row: ChannelRow,
  address: ChannelAddress,
): Promise<Pick<ChannelRow, "sealed_settings" | "target">> {
  const before = readSettings(await means.keys.open(row.id, row.sealed_settings));
  const settings = settingsAt(before, address);
  await refuseUnreachable(means, settings);
  return {
    sealed_settings: await means.keys.seal(row.id, writeSettings(settings)),
    target: targetOf(settings),
  };
}

/** A token or a login belongs to the place it was made for; a signing secret tells who sends, wherever to. */
function settingsAt(before: ChannelSettings, address: ChannelAddress): ChannelSettings {
  const { kind, name } = before;
  if (kind !== address.kind) throw notificationErrors.otherKind(kind);
  const kept = { name, content: before.content };
  if (address.kind !== "webhook") return { ...kept, ...address };
  const secret = before.kind === "webhook" ? before.secret : undefined;
  return { ...kept, ...address, ...(secret === undefined ? {} : { secret }) };
}
