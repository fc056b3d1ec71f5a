import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import { freshIds } from "./fresh-ids.ts";
import type { PlaybackClock } from "./playback-clock.ts";
import type { RecordedHook, Recordings } from "./recordings.ts";
import type { SendHook } from "./send-hooks.ts";

/** Between the last hook of a round and the first of the next. */
export const usualBreathMs = 2_000;

export interface PlayerOptions {
  recordings: Recordings;
  clock: PlaybackClock;
  /** When the board opens. */
  opensAt: Date;
  send: SendHook;
  log: Logger;
  breathMs?: number;
}

export interface Player {
  /** Plays the past as fast as it is taken, each hook at its own time. */
  playPast(): Promise<void>;
  /** Plays what is live, round after round, until it is stopped. */
  startLive(): void;
  stop(): Promise<void>;
}

export function createPlayer(options: PlayerOptions): Player {
  const { recordings, clock, opensAt, send, log, breathMs = usualBreathMs } = options;
  const stopping = new AbortController();
  const rename = freshIds();
  let playing: Promise<void> | undefined;
  const sendHook = ({ payload }: RecordedHook) => send(rename(payload));

  const playRound = async () => {
    let beforeMs = -breathMs;
    for (const hook of recordings.live) {
      await pause(hook.atMs - beforeMs, undefined, { signal: stopping.signal });
      beforeMs = hook.atMs;
      await sendHook(hook);
    }
  };

  const playRounds = async () => {
    while (!stopping.signal.aborted) await playRound();
  };

  return {
    async playPast() {
      for (const hook of recordings.past) {
        clock.standAt(new Date(opensAt.getTime() + hook.atMs));
        await sendHook(hook);
      }
      clock.goLive();
    },
    startLive() {
      playing = playRounds().catch((error: unknown) => {
        if (!stopping.signal.aborted) log.error({ err: error }, "the demo stopped playing");
      });
    },
    async stop() {
      stopping.abort();
      await playing;
    },
  };
}
