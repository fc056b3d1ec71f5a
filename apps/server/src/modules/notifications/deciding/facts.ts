import { usualPreferences } from "@signalbox/contract/notifications";
import type { Queryable } from "../../../platform/database/database.ts";
import { findEnabledChannels, findRules } from "../channels/channels.repository.ts";
import { findLooks } from "../keeping/looks.repository.ts";
import { findPreferences } from "../keeping/preferences.repository.ts";
import { findTaken } from "../sending/deliveries.repository.ts";
import type { PersonFacts } from "./decide.ts";
import { digestSpanMs } from "./pace.ts";

/** Everybody who may be told, with all that decides it. */
export async function readPeople(read: Queryable, now: Date): Promise<PersonFacts[]> {
  const channels = await findEnabledChannels(read);
  const ids = channels.map(({ id }) => id);
  const byUser = Map.groupBy(channels, (channel) => channel.user_id);
  const userIds = [...byUser.keys()];
  const [rules, taken, preferences, looks] = await Promise.all([
    findRules(read, ids),
    findTaken(read, ids, new Date(now.getTime() - digestSpanMs)),
    findPreferences(read, userIds),
    findLooks(read, userIds, now),
  ]);
  return [...byUser].map(([userId, own]) => ({
    userId,
    preferences: preferences.get(userId) ?? usualPreferences,
    looks: looks.get(userId) ?? new Map<string, string>(),
    channels: own.map(({ id, kind, name, device_id }) => ({
      ...{ id, kind, name, deviceId: device_id },
      rules: rules.get(id) ?? [],
      taken: taken.get(id) ?? [],
    })),
  }));
}
