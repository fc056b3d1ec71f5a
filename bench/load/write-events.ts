import { setTimeout as delay } from "node:timers/promises";
import type { Db } from "../../apps/server/src/platform/database/database.ts";
import type { EventLog } from "../../apps/server/src/platform/events/events.ts";
import { aNote } from "../../apps/server/src/platform/events/testing.ts";

/** About what a batch of signals writes. */
export const eventsAtOnce = 50;
const writers = 4;

/** How many events are written, and how fast; as fast as it goes where no pace is given. */
export interface Writing {
  forMs: number;
  perSecond?: number;
}

/** Appends events in transactions of fifty, as the writer of signals does; the text of each is when it was handed over. */
export async function writeEvents(db: Db, log: EventLog, { forMs, perSecond }: Writing): Promise<number> {
  const began = performance.now();
  let batches = 0;
  const nextDue = () =>
    perSecond === undefined ? 0 : began + (batches++ * eventsAtOnce * 1_000) / perSecond;
  const counts = Array.from({ length: writers }, async () => {
    let count = 0;
    for (let due = nextDue(); performance.now() - began < forMs; due = nextDue()) {
      if (due > performance.now()) await delay(due - performance.now());
      const handedOver = String(performance.timeOrigin + performance.now());
      const events = Array.from({ length: eventsAtOnce }, () => aNote(handedOver));
      const [rows = []] = await db.batch(log.statementsFor(events));
      log.announce({ events, rows });
      count += events.length;
    }
    return count;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
