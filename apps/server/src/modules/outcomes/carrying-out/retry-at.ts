import { backoffMs } from "../../../platform/outbound/waits.ts";

const backoff = { firstMs: 5_000, factor: 2, longestMs: 15 * 60_000 };
/** With the waits between, about an hour. */
export const mostAttempts = 10;

/**
 * When what went wrong is tried again, longer each time; `chance`, from 0 to 1, spreads those that failed together.
 */
export function retryAt(attempts: number, now: Date, chance: number): Date {
  return new Date(now.getTime() + backoffMs(backoff, attempts, chance));
}
