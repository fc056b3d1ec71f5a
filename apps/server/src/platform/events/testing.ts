import { defineEvent, type EventEnvelope } from "@signalbox/contract/event";
import pino from "pino";
import { z } from "zod";
import { newId } from "../../kernel/ids.ts";
import type { Db } from "../database/database.ts";
import { createEventLog, type EventLogOptions } from "./event-log.ts";
import { type EventContext, type EventFilter, type EventLog, type NewEvent, newEvent } from "./events.ts";

const noteWritten = defineEvent({
  type: "note.written",
  version: 1,
  producer: "tests",
  consumers: [],
  summary: "Something was written down",
  data: z.object({ text: z.string() }),
});

export const silentLog = pino({ level: "silent" });

/** An event for tests; what the sentence does not mention is made up. */
export const aNote = (
  text: string,
  context: Partial<EventContext> = {},
  type: string = noteWritten.type,
): NewEvent => ({
  ...newEvent(
    noteWritten,
    {
      at: new Date(),
      actor: "system",
      subject: { kind: "note", id: text },
      correlationId: newId(),
      ...context,
    },
    { text },
  ),
  type,
});

export const textOf = (event: EventEnvelope): unknown => event.data.text;

/** A running log over a database. */
export const aLog = async (db: Db, options: Partial<EventLogOptions> = {}) => {
  const log = createEventLog({ db, log: silentLog, ...options });
  await log.start?.();
  const write = (...events: readonly NewEvent[]) => db.transaction(async (tx) => log.append(tx, ...events));
  const stop = async () => log.stop?.();
  return { ...log, write, stop };
};

/** A follower that gathers what it is given and can be waited for. */
export const aFollower = (
  log: EventLog,
  options: {
    after: bigint;
    filter?: EventFilter;
    deliver?: (events: readonly EventEnvelope[]) => Promise<void>;
  },
) => {
  const controller = new AbortController();
  const events: EventEnvelope[] = [];
  const waiting = new Set<() => void>();
  const ended = log.follow({
    after: options.after,
    filter: options.filter ?? {},
    signal: controller.signal,
    deliver: async (batch) => {
      events.push(...batch);
      for (const look of [...waiting]) look();
      await options.deliver?.(batch);
    },
  });
  const received = (count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (events.length < count) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      ended.catch(reject);
    });
  const leave = () => {
    controller.abort();
    return ended;
  };
  return { events, texts: () => events.map(textOf), received, leave, ended };
};
