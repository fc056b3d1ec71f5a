import type { EventEnvelope } from "@signalbox/contract/event";
import { type EventFilter, type EventLog, PositionUnavailable } from "../../events/events.ts";

/** A follower at the other end of a connection, who says in text where it left off. */
export interface RemoteFollower {
  /** In a word that all of its kind share. */
  name: string;
  /** The position it saw last; without it, it follows from now. */
  after: string | undefined;
  /** The newest position when it came. */
  newest: bigint;
  filter: EventFilter;
  signal: AbortSignal;
  /** Events after this position are on their way. */
  onStart(position: bigint): Promise<void> | void;
  /** The position is of no use, so it goes on from this one: what the follower knew is stale. */
  onReset(position: bigint, reason: string): Promise<void> | void;
  deliver(events: readonly EventEnvelope[]): Promise<void>;
}

/** Follows the log for someone whose position may be anything. */
export const followFrom = async (events: EventLog, follower: RemoteFollower): Promise<void> => {
  const { name, signal, filter, deliver } = follower;
  if (signal.aborted) return;
  const { position: asked, reason } = startingPoint(follower.after, follower.newest);
  let position = asked;
  if (reason !== undefined) await follower.onReset(position, reason);
  while (!signal.aborted) {
    await follower.onStart(position);
    try {
      return await events.follow({ name, after: position, filter, signal, deliver });
    } catch (error) {
      if (!(error instanceof PositionUnavailable)) throw error;
      position = error.newest;
      await follower.onReset(position, error.reason);
    }
  }
};

const startingPoint = (after: string | undefined, newest: bigint): { position: bigint; reason?: string } => {
  if (after === undefined || after === "") return { position: newest };
  if (!/^\d{1,19}$/.test(after)) return { position: newest, reason: "malformed" };
  return BigInt(after) > newest ? { position: newest, reason: "future" } : { position: BigInt(after) };
};
