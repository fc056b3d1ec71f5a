/** A clock that stands still until a test moves it. */
export interface FixedClock {
  now(): Date;
  advance(ms: number): void;
}

export function fixedClock(start: string | Date = "2026-01-01T00:00:00.000Z"): FixedClock {
  let now = new Date(start).getTime();
  return {
    now: () => new Date(now),
    advance: (ms) => {
      now += ms;
    },
  };
}
