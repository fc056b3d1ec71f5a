const [firstWaitMs, longestWaitMs] = [5_000, 15 * 60_000];
/** With the waits between, about an hour. */
export const mostAttempts = 10;

/**
 * When what went wrong is tried again, longer each time; `chance`, from 0 to 1, spreads those that failed together.
 */
export function retryAt(attempts: number, now: Date, chance: number): Date {
  const wait = Math.min(firstWaitMs * 2 ** (attempts - 1), longestWaitMs);
  return new Date(now.getTime() + wait * (0.75 + chance / 2));
}
