import { createContext, use, useSyncExternalStore } from "react";

/** One ticking clock for every waiting time on the page; it rests while nobody reads it. */
const createTicker = () => {
  const readers = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    now = Date.now();
    for (const reader of readers) reader();
  };
  return {
    read: () => now,
    subscribe: (reader: () => void) => {
      readers.add(reader);
      timer ??= setInterval(tick, 1000);
      return () => {
        readers.delete(reader);
        if (readers.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
};

const ticker = createTicker();

/** A time that stands still, for what is shown as it was then. */
export const PinnedTime = createContext<number | null>(null);

const neverTicks = () => () => {};

/** The time in milliseconds, to the second. */
export const useNow = (): number => {
  const pinned = use(PinnedTime);
  return useSyncExternalStore(pinned === null ? ticker.subscribe : neverTicks, () => pinned ?? ticker.read());
};
