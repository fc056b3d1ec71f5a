import { setTimeout as delay } from "node:timers/promises";

/** Ends a wait before its time. */
export interface Bell {
  ring(): void;
  /** Resolves after so long, or soon after somebody rings, be it before; or when `signal` aborts. */
  wait(longestMs: number, signal: AbortSignal): Promise<void>;
}

/** Those who ring in a row, within so long, are heard as one. */
const usualSoonMs = 200;

export const createBell = ({ soonMs = usualSoonMs }: { soonMs?: number } = {}): Bell => {
  let rung = Promise.withResolvers<void>();
  return {
    ring: () => rung.resolve(),
    async wait(longestMs, signal) {
      const over = new AbortController();
      const either = AbortSignal.any([signal, over.signal]);
      await Promise.race([rung.promise, delay(longestMs, undefined, { signal: either }).catch(() => {})]);
      over.abort();
      await delay(soonMs, undefined, { signal }).catch(() => {});
      rung = Promise.withResolvers();
    },
  };
};
