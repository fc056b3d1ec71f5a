/** What is known of the limits that an account met. */
export interface Limits {
  limitedUntil: Date | null;
  /** One after the other, with no success between. */
  inRow: number;
}

const firstMs = 60_000;
const longestMs = 3_600_000;
/** No plan counts over a longer time: a CLI that says so is wrong. */
const furthestMs = 31 * 24 * 3_600_000;

/** A limit was met: `resetsAt` says when it is over, where that is known. */
export function afterLimit(before: Limits, { at, resetsAt }: { at: Date; resetsAt: Date | null }) {
  const told = resetsAt !== null && resetsAt > at ? resetsAt : null;
  const stands = before.limitedUntil !== null && before.limitedUntil > at ? before.limitedUntil : null;
  // What ran beside the one that met it meets the same limit.
  if (told === null && stands !== null) return { limitedUntil: stands, inRow: before.inRow };
  const inRow = before.inRow + 1;
  const guessed = at.getTime() + Math.min(longestMs, firstMs * 2 ** Math.min(before.inRow, 10));
  const until = told === null ? guessed : Math.min(told.getTime(), at.getTime() + furthestMs);
  return { limitedUntil: new Date(Math.max(until, stands?.getTime() ?? 0)), inRow };
}

/** A success ends the row, unless it began before the limit that stands. */
export const rowAfterSuccess = ({ limitedUntil, inRow }: Limits, at: Date): number =>
  limitedUntil !== null && limitedUntil > at ? inRow : 0;
