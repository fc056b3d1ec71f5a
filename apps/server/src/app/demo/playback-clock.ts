import type { Clock } from "../../kernel/clock.ts";

/** A clock that stands where a recording is while that is played fast, and shows the real time afterwards. */
export interface PlaybackClock extends Clock {
  standAt(time: Date): void;
  goLive(): void;
}

export function createPlaybackClock(real: Clock, start: Date): PlaybackClock {
  let standing: Date | undefined = start;
  return {
    now: () => standing ?? real.now(),
    standAt: (time) => {
      standing = time;
    },
    goLive: () => {
      standing = undefined;
    },
  };
}
