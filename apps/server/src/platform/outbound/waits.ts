interface Backoff {
  firstMs: number;
  /** Each wait is so many times the one before. */
  factor: number;
  longestMs: number;
}

/** How long to wait after so many tries; `chance`, from 0 to 1, spreads those that failed together. */
export const backoffMs = (
  { firstMs, factor, longestMs }: Backoff,
  attempts: number,
  chance: number,
): number => Math.min(firstMs * factor ** (attempts - 1), longestMs) * (0.75 + chance / 2);

/** How long a `Retry-After` asks to wait, up to the longest; null where it tells no such time. */
export function retryAfterMs(header: string | undefined, now: Date, longestMs: number): number | null {
  if (header === undefined) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now.getTime();
  return ms > 0 ? Math.min(ms, longestMs) : null;
}
