import type { EventEnvelope } from "@signalbox/contract/event";
import type { Logger } from "pino";
import type { EventTail } from "./event-tail.ts";

interface EventReaderOptions {
  tail: EventTail;
  log: Logger;
  /** Reads a page after a position, oldest first; a page that is not full holds all there is. */
  readPage: (after: bigint) => Promise<readonly EventEnvelope[]>;
  pageSize: number;
  /** How often to look without being woken: another process may have written. */
  pollMs: number;
}

/** The one loop of a process that reads new events from the database and puts them into the tail. */
export interface EventReader {
  wake(): void;
  stop(): Promise<void>;
}

export const startEventReader = (options: EventReaderOptions): EventReader => {
  const { tail, log, readPage, pageSize, pollMs } = options;
  let reading: Promise<void> | undefined;
  let woken = false;
  let stopped = false;

  const readAll = async () => {
    try {
      do {
        woken = false;
        const events = await readPage(tail.newest);
        if (events.length > 0) tail.push(events);
        if (events.length >= pageSize) woken = true;
      } while (woken && !stopped);
    } catch (error) {
      log.error({ err: error }, "new events could not be read; trying again");
    } finally {
      // In one step with the last look at `woken`, so that no call of `wake` falls between.
      reading = undefined;
    }
  };

  const wake = () => {
    woken = true;
    if (!stopped) reading ??= readAll();
  };

  const poll = setInterval(wake, pollMs);
  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(poll);
      await reading;
    },
  };
};
