/** What is told so late is told in a word: the computer slept, or the page had lost its server. */
const staleMs = 3 * 60_000;

export interface Shown {
  deliveryId: string;
  /** When it was told, in milliseconds. */
  at: number;
}

/** What an open page shows one by one of what comes at once, and how many of it are told together. */
export const sortByAge = (
  shown: readonly Shown[],
  now: number,
): { fresh: readonly Shown[]; stale: number } => {
  const fresh = shown.filter(({ at }) => now - at < staleMs);
  return { fresh, stale: shown.length - fresh.length };
};

export const staleWords = (count: number): string =>
  count === 1 ? "One notification while you were away" : `${count} notifications while you were away`;
