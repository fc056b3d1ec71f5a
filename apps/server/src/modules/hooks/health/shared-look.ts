import { setTimeout as delay } from "node:timers/promises";

interface Patience {
  /** For so long an asker waits. */
  longestMs: number;
  /** For so long an answer is given again. */
  keptMs: number;
}

/**
 * One look for all who ask: none begins while one is under way, however long that takes, since each that does not come
 * back keeps threads. Null where it does not answer in time.
 */
export function sharedLook<Asked, Found>(
  look: (asked: Asked) => Promise<Found>,
  { longestMs, keptMs }: Patience,
): (asked: Asked) => Promise<Found | null> {
  let underWay: { answer: Promise<Found>; until: number } | null = null;
  let kept: { found: Found; until: number } | null = null;

  const begin = (asked: Asked) => ({
    until: performance.now() + longestMs,
    answer: look(asked)
      .then((found) => {
        kept = { found, until: performance.now() + keptMs };
        return found;
      })
      .finally(() => {
        underWay = null;
      }),
  });
  return async (asked) => {
    const now = performance.now();
    if (kept !== null && now < kept.until) return kept.found;
    underWay ??= begin(asked);
    const { answer, until } = underWay;
    if (now >= until) return null;
    const answered = new AbortController();
    const { signal } = answered;
    const wait = delay(until - now, null, { ref: false, signal }).catch(() => null);
    return Promise.race([answer, wait]).finally(() => answered.abort());
  };
}
