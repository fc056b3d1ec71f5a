import type { NotificationReason } from "@signalbox/contract/notification-channels";
import { rankOf } from "./wants.ts";

/** Between two of one agent by one channel. */
const agentPauseMs = 5_000;
/** The span in which too many become one. */
export const digestSpanMs = 60_000;

/** A delivery by a channel, as far as it says when the next may go. */
export interface Paced {
  id: string;
  agentId: string | null;
  reason: NotificationReason | null;
  isDigest: boolean;
  /** Not sent yet. */
  waits: boolean;
  /** Whether it is sent, or will be: what is answered before it leaves is not. */
  stands: boolean;
  createdAt: Date;
  dueAt: Date;
}

/** What becomes of one more. */
export type Place =
  | { kind: "due"; at: Date; replaces: string | null }
  /** A more pressing one of that agent is on its way. */
  | { kind: "outdone" }
  /** Told by a digest: one that waits, or a new one. */
  | { kind: "gathered"; digestId: string }
  | { kind: "digest"; at: Date };

interface Asked {
  reason: NotificationReason;
  /** Null where a bot tells it: one never takes the place of another. */
  agentId: string | null;
  now: Date;
  /** Not before then. */
  earliest: Date;
  digestAbove: number;
}

/** When one more of an agent may go by a channel that has taken these of late. */
export function placeFor(
  taken: readonly Paced[],
  { reason, agentId, now, earliest, digestAbove }: Asked,
): Place {
  const digest = taken.find(({ isDigest, waits, dueAt }) => isDigest && waits && dueAt > now);
  if (digest !== undefined) return { kind: "gathered", digestId: digest.id };
  const ofAgent = taken.filter((one) => agentId !== null && one.agentId === agentId && !one.isDigest);
  const coming = ofAgent.find(({ waits, dueAt }) => waits && dueAt > now);
  if (coming !== undefined) {
    const isLess = coming.reason !== null && rankOf(coming.reason) < rankOf(reason);
    return isLess ? { kind: "outdone" } : { kind: "due", at: coming.dueAt, replaces: coming.id };
  }
  const since = now.getTime() - digestSpanMs;
  const recent = taken.filter(({ isDigest, createdAt }) => !isDigest && createdAt.getTime() > since);
  if (recent.length >= digestAbove) {
    const first = Math.min(...recent.map(({ createdAt }) => createdAt.getTime()));
    return { kind: "digest", at: new Date(Math.max(first + digestSpanMs, now.getTime() + agentPauseMs)) };
  }
  const last = Math.max(0, ...ofAgent.map(({ dueAt }) => dueAt.getTime()));
  return { kind: "due", at: new Date(Math.max(earliest.getTime(), last + agentPauseMs)), replaces: null };
}
