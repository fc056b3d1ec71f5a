import type { NotificationReason } from "@signalbox/contract/notification-channels";
import type { NotificationPreferences } from "@signalbox/contract/notifications";
import { type Paced, type Place, placeFor } from "./pace.ts";
import { quietUntil } from "./quiet.ts";
import { isWanted, type Rule } from "./wants.ts";

/** Something that people may be told. */
export interface Notice {
  id: string;
  reason: NotificationReason;
  /** Null where a bot tells it. */
  agentId: string | null;
  projectId: string | null;
  personaId: string | null;
  questionId: string | null;
  /** Whose reminder it is; null is for everybody. */
  remindsUserId: string | null;
  at: Date;
  /** Whether it is true still: its question awaits an answer. */
  stands: boolean;
}

export interface ChannelFacts {
  id: string;
  kind: string;
  name: string;
  deviceId: string | null;
  rules: readonly Rule[];
  /** What it took of late. */
  taken: readonly Paced[];
}

export interface PersonFacts {
  userId: string;
  preferences: NotificationPreferences;
  channels: readonly ChannelFacts[];
  /** The agents that their devices' visible pages show. */
  looks: ReadonlyMap<string, string>;
}

/** A delivery as it is to be stored. */
export interface Decided {
  id: string;
  userId: string;
  channel: Pick<ChannelFacts, "id" | "kind" | "name">;
  notice: Notice | null;
  kind: "notice" | "reminder" | "digest";
  state: "waiting" | "dropped" | "gathered";
  why: string | null;
  digestId: string | null;
  dueAt: Date;
}

/** When somebody is told again of a question that is open then. */
export interface Reminder {
  userId: string;
  noticeId: string;
  at: Date;
}

export interface Decisions {
  deliveries: Decided[];
  /** Deliveries of before whose place a newer one takes. */
  replaced: string[];
  reminders: Reminder[];
}

export interface Deciding {
  now: Date;
  newId: () => string;
}

/** Who is told what, by which channel and when. */
export function decide(
  notices: readonly Notice[],
  people: readonly PersonFacts[],
  deciding: Deciding,
): Decisions {
  const decisions: Decisions = { deliveries: [], replaced: [], reminders: [] };
  for (const person of people) {
    const asDecided = new Map(
      person.channels.map((channel) => [channel.id, channel.taken.filter(({ stands }) => stands)]),
    );
    for (const notice of notices) {
      if (!notice.stands || (notice.remindsUserId ?? person.userId) !== person.userId) continue;
      const wanting = person.channels.filter(({ rules }) => isWanted(rules, notice));
      if (wanting.length === 0) continue;
      const reminder = reminderFor(notice, person, deciding.now);
      if (reminder !== null) decisions.reminders.push(reminder);
      for (const channel of wanting)
        decideFor({ notice, person, channel, taken: asDecided.get(channel.id) ?? [] }, deciding, decisions);
    }
  }
  return decisions;
}

interface Case {
  notice: Notice;
  person: PersonFacts;
  channel: ChannelFacts;
  taken: Paced[];
}

function decideFor(given: Case, { now, newId }: Deciding, to: Decisions): void {
  const { notice, person, channel, taken } = given;
  const { userId, preferences } = person;
  const kind = notice.remindsUserId === null ? "notice" : "reminder";
  const usual: Decided = {
    ...{ id: newId(), userId, channel, notice, kind },
    ...{ state: "waiting", why: null, digestId: null, dueAt: now },
  };
  const { digestAbove } = preferences;
  const place = placeFor(taken, { ...notice, now, earliest: earliestOf(notice, now), digestAbove });
  const why = needless(given, place, now);
  if (why !== null) {
    to.deliveries.push({ ...usual, state: "dropped", why });
  } else if (place.kind === "due") {
    if (place.replaces !== null) replace(place.replaces, taken, to);
    to.deliveries.push({ ...usual, dueAt: place.at });
    taken.push(pacedOf({ ...usual, dueAt: place.at }, now));
  } else if (place.kind === "gathered") {
    to.deliveries.push({ ...usual, state: "gathered", digestId: place.digestId });
  } else if (place.kind === "digest") {
    const digest: Decided = { ...usual, id: newId(), notice: null, kind: "digest", dueAt: place.at };
    to.deliveries.push(digest, { ...usual, state: "gathered", digestId: digest.id });
    taken.push(pacedOf(digest, now));
  }
}

/** What a question takes to be answered by a rule, or to be held for an answer by a button. */
const settlingMs = 1_000;

const earliestOf = ({ questionId }: Notice, now: Date): Date =>
  questionId === null ? now : new Date(now.getTime() + settlingMs);

/** Why a channel is not to tell it, though it is wanted. */
function needless({ notice, person, channel }: Case, place: Place, now: Date): string | null {
  if (quietUntil(person.preferences, now) !== null) return "Quiet hours";
  if (
    notice.agentId !== null &&
    channel.deviceId !== null &&
    person.looks.get(channel.deviceId) === notice.agentId
  )
    return "Its page was in view on this device";
  return place.kind === "outdone" ? "A more pressing one of its agent was on its way" : null;
}

/** What was decided just now, as the next one is to reckon with it. */
const pacedOf = ({ id, notice, kind, dueAt }: Decided, now: Date): Paced => ({
  ...{ id, dueAt, createdAt: now, waits: true, stands: true, isDigest: kind === "digest" },
  agentId: notice?.agentId ?? null,
  reason: notice?.reason ?? null,
});

/** Why one was dropped that waited. */
export const outdated = "A newer one of its agent took its place";

/** What was decided just now is mended where it stands; what is stored already, by whoever stores this. */
function replace(id: string, taken: Paced[], { deliveries, replaced }: Decisions): void {
  taken.splice(
    taken.findIndex((one) => one.id === id),
    1,
  );
  const own = deliveries.find((one) => one.id === id);
  if (own === undefined) replaced.push(id);
  else Object.assign(own, { state: "dropped", why: outdated });
}

/** Quiet hours end with a word on what is open still. */
function reminderFor(notice: Notice, { userId, preferences }: PersonFacts, now: Date): Reminder | null {
  if (notice.questionId === null) return null;
  const of = { userId, noticeId: notice.id };
  const quietEnd = quietUntil(preferences, now);
  if (quietEnd !== null) return { ...of, at: quietEnd };
  const { remindAfterMinutes } = preferences;
  if (remindAfterMinutes === null || notice.remindsUserId !== null) return null;
  return { ...of, at: new Date(Math.max(notice.at.getTime(), now.getTime()) + remindAfterMinutes * 60_000) };
}
