import { usualPreferences } from "@signalbox/contract/notifications";
import type { Queryable } from "../../../platform/database/database.ts";
import { findEnabledChannels, findRules } from "../channels/channels.repository.ts";
import { findLooks } from "../keeping/looks.repository.ts";
import { findPreferences } from "../keeping/preferences.repository.ts";
import type { ToldAgents } from "../ports.ts";
import { findTaken, type Taken } from "../sending/deliveries.repository.ts";
import type { PersonFacts } from "./decide.ts";
import { digestSpanMs } from "./pace.ts";

/** Everybody who may be told, with all that decides it. */
export async function readPeople(
  read: Queryable,
  now: Date,
  agents: Pick<ToldAgents, "questionsBy">,
): Promise<PersonFacts[]> {
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
  const stands = await standing(agents, [...taken.values()].flat());
  return [...byUser].map(([userId, own]) => ({
    userId,
    preferences: preferences.get(userId) ?? usualPreferences,
    looks: looks.get(userId) ?? new Map<string, string>(),
    channels: own.map(({ id, kind, name, device_id }) => ({
      ...{ id, kind, name, deviceId: device_id },
      rules: rules.get(id) ?? [],
      taken: (taken.get(id) ?? []).map((one) => ({ ...one, stands: stands(one) })),
    })),
  }));
}

/** Which of these were sent, or will be. */
async function standing(
  agents: Pick<ToldAgents, "questionsBy">,
  taken: readonly Taken[],
): Promise<(one: Taken) => boolean> {
  const asked = taken.flatMap(({ waits, questionId }) => (waits ? (questionId ?? []) : []));
  const questions = asked.length === 0 ? [] : await agents.questionsBy([...new Set(asked)]);
  const open = new Set(questions.flatMap(({ id, state }) => (state === "open" ? id : [])));
  return ({ waits, questionId }) => !waits || questionId === null || open.has(questionId);
}
