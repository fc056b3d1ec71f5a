/** How far apart two looks may be before something else than a loop must have held them up. */
const mostBetweenMs = 15_000;

/** Tells whether a machine was asleep, or this process held up, between two looks. */
export interface Awake {
  /** Notes a look; false for the first after a gap, since what is seen then may have had no time to happen. */
  look(): boolean;
  /** For how long looks have followed on one another. */
  sinceMs(): number;
}

/** `wall` is the time of day and goes on while a machine sleeps; `elapsed` may rest then, and is never set. */
export const createAwake = (wall: () => number, elapsed: () => number): Awake => {
  let last: { wall: number; elapsed: number } | null = null;
  let began = elapsed();
  return {
    look() {
      const now = { wall: wall(), elapsed: elapsed() };
      const gap = last === null ? 0 : Math.max(now.wall - last.wall, now.elapsed - last.elapsed);
      last = now;
      if (gap <= mostBetweenMs) return true;
      began = now.elapsed;
      return false;
    },
    sinceMs: () => elapsed() - began,
  };
};
