import type { EventEnvelope } from "@signalbox/contract/event";
import type { Queryable } from "../database/database.ts";
import { matcher } from "./event-filter.ts";
import { readEvents, readRange } from "./event-store.ts";
import type { EventTail } from "./event-tail.ts";
import { type EventFilter, PositionUnavailable } from "./events.ts";

/** What one follower wants; see `EventLog.follow`. */
export interface FollowOptions {
  after: bigint;
  filter: EventFilter;
  signal: AbortSignal;
  deliver: (events: readonly EventEnvelope[]) => Promise<void> | void;
  /** Everything up to this position was delivered. */
  reached?: (position: bigint) => void;
}

/** Where a follower gets its events from. */
export interface EventSource {
  read: Queryable;
  tail: EventTail;
  pageSize: number;
}

/** Replays by pages from the database, then follows the tail; goes back to the database when it falls behind. */
export const followEvents = async (source: EventSource, options: FollowOptions): Promise<void> => {
  const { signal, filter, reached } = options;
  const matches = matcher(filter);
  let over = signal.aborted;
  // Remembered, because a signal that is made of others looks them all up whenever it is asked.
  signal.addEventListener("abort", () => {
    over = true;
  });
  const deliver = async (events: readonly EventEnvelope[]) => {
    if (events.length > 0 && !over) await options.deliver(events);
  };

  const moreThan = source.tail.waiter(signal);
  let position = options.after;
  await assertResumable(source.read, position);
  while (!over) {
    reached?.(position);
    const slice = source.tail.after(position, source.pageSize);
    if (slice === "behind") {
      const page = await readPage(source, filter, position);
      await deliver(page.events);
      position = page.upTo;
    } else if (slice.events.length > 0) {
      await deliver(slice.events.filter(matches));
      position = slice.upTo;
    } else {
      await moreThan(position);
    }
  }
};

const assertResumable = async (read: Queryable, after: bigint): Promise<void> => {
  const { oldest, newest } = await readRange(read);
  if (after > newest) throw new PositionUnavailable("future", after, newest);
  // 0 asks for all that is kept; every other position was an event once, and events go oldest first.
  if (after > 0n && after < oldest - 1n) throw new PositionUnavailable("expired", after, newest);
};

/**
 * A page and how far it reaches. Positions become visible in order, so a page that is not full holds everything
 * up to what the tail had seen before it was read, even where the filter let nothing through.
 */
const readPage = async ({ read, tail, pageSize }: EventSource, filter: EventFilter, after: bigint) => {
  const seen = tail.newest;
  const events = await readEvents(read, { after, filter, limit: pageSize });
  const last = BigInt(events.at(-1)?.position ?? after);
  return { events, upTo: events.length < pageSize && seen > last ? seen : last };
};
