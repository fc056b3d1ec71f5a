import type { Logger } from "pino";
import { AppError } from "../../kernel/errors.ts";
import type { Service } from "../../kernel/module.ts";
import { afterCommit, beforeCommit, type Db, type Tx } from "../database/database.ts";
import { type Metrics, noMetrics } from "../metrics/metrics.ts";
import { noTracing, type Tracing } from "../tracing/tracing.ts";
import { measureLog } from "./event-metrics.ts";
import { type EventReader, startEventReader } from "./event-reader.ts";
import { envelopesOf, insertInto, insertStatements, readEvents, readRange } from "./event-store.ts";
import { EventTail } from "./event-tail.ts";
import type { EventLog, NewEvent, WrittenEvents } from "./events.ts";
import { followEvents } from "./follow-events.ts";
import { noWakeUps, type WakeUps } from "./wake-ups.ts";

export interface EventLogOptions {
  db: Db;
  log: Logger;
  /** How many of the newest events stay in memory for followers. */
  tailSize?: number;
  /** How many events are read at once. */
  pageSize?: number;
  /** How often to look for events that nobody announced. */
  pollMs?: number;
  metrics?: Metrics;
  tracing?: Tracing;
  wakeUps?: WakeUps;
}

/** The event log; followers get live events between `start` and `stop`. */
export const createEventLog = (options: EventLogOptions): EventLog & Service => {
  const { db, log, tracing = noTracing, wakeUps = noWakeUps } = options;
  const { tailSize = 1_024, pageSize = 500, pollMs = 1_000 } = options;
  const collected = new WeakMap<Tx, NewEvent[]>();
  const stopping = new AbortController();
  const followers = new Set<Promise<void>>();
  let live: { tail: EventTail; reader: EventReader } | undefined;
  const measured = measureLog(options.metrics ?? noMetrics, () => live?.tail.newest);

  const announce = (written?: WrittenEvents) => {
    if (written !== undefined) measured.wrote(written.events);
    const added = written !== undefined && live?.tail.append(envelopesOf(written.events, written.rows));
    if (!added) live?.reader.wake();
    const newest = written?.rows.at(-1)?.position;
    if (newest !== undefined) wakeUps.tell(BigInt(String(newest)));
  };

  const collect = (tx: Tx): NewEvent[] => {
    const events: NewEvent[] = [];
    let rows: WrittenEvents["rows"] = [];
    collected.set(tx, events);
    beforeCommit(tx, async () => {
      collected.delete(tx);
      rows = await insertInto(tx, events);
    });
    afterCommit(tx, () => announce({ events, rows }));
    return events;
  };

  return {
    name: "event log",
    async start() {
      const { newest } = await readRange(db.read);
      const tail = new EventTail(newest, tailSize);
      const readPage = (after: bigint) => readEvents(db.read, { after, filter: {}, limit: pageSize });
      live = { tail, reader: startEventReader({ tail, log, readPage, pageSize, pollMs }) };
      // A node hears itself too, of events that are in its tail already.
      wakeUps.heardBy((position) => {
        if (position === undefined || position > tail.newest) live?.reader.wake();
      });
    },
    async stop() {
      stopping.abort();
      await live?.reader.stop();
      await Promise.allSettled(followers);
      live = undefined;
    },
    append(tx, ...events) {
      if (events.length === 0) return;
      const traceparent = tracing.current();
      const traced = traceparent === undefined ? events : events.map((event) => ({ traceparent, ...event }));
      (collected.get(tx) ?? collect(tx)).push(...traced);
    },
    statementsFor: insertStatements,
    announce,
    read: (after, filter, limit) => readEvents(db.read, { after, filter, limit }),
    range: () => readRange(db.read),
    async follow({ signal, name = "other", ...wanted }) {
      if (live === undefined)
        throw new AppError("unavailable", "events.not_followed", "The log is not running");
      const source = { read: db.read, tail: live.tail, pageSize };
      const follower = measured.follower(name, wanted.after);
      const following = followEvents(source, {
        ...wanted,
        reached: (position) => {
          follower.reached(position);
          wanted.reached?.(position);
        },
        signal: AbortSignal.any([signal, stopping.signal]),
      });
      followers.add(following);
      await following.finally(() => {
        follower.left();
        followers.delete(following);
      });
    },
  };
};
