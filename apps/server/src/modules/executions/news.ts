import { setTimeout as delay } from "node:timers/promises";

/** Tells those that wait for news of an execution, as far as this process is where they come from. */
export interface News {
  tell(executionId: string): void;
  /** Resolves with the next news, or after so long: another node may have them. */
  next(executionId: string, ms: number): Promise<void>;
  /** Somebody waits for news of it. */
  isAwaited(executionId: string): boolean;
  /** Resolves once somebody waits for news of any, or `signal` aborts. */
  untilAwaited(signal: AbortSignal): Promise<void>;
  /** Nobody waits any more. */
  close(): void;
  isOver(): boolean;
}

export const createNews = (): News => {
  const waiting = new Map<string, Set<() => void>>();
  let isOver = false;
  let first = Promise.withResolvers<void>();
  return {
    tell(executionId) {
      for (const wake of waiting.get(executionId) ?? []) wake();
    },
    async next(executionId, ms) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const all = waiting.get(executionId) ?? new Set();
      waiting.set(executionId, all.add(resolve));
      first.resolve();
      const over = new AbortController();
      await Promise.race([promise, delay(ms, undefined, { signal: over.signal }).catch(() => {})]);
      over.abort();
      all.delete(resolve);
      if (all.size === 0 && waiting.get(executionId) === all) waiting.delete(executionId);
    },
    isAwaited: (executionId) => waiting.has(executionId),
    async untilAwaited(signal) {
      if (waiting.size > 0 || signal.aborted) return;
      first = Promise.withResolvers();
      const stop = () => first.resolve();
      signal.addEventListener("abort", stop, { once: true });
      await first.promise;
      signal.removeEventListener("abort", stop);
    },
    close() {
      isOver = true;
      for (const all of waiting.values()) for (const wake of all) wake();
    },
    isOver: () => isOver,
  };
};
