import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { RunningServer } from "../bring-up.ts";
import type { Config } from "../config.ts";
import { startServer } from "../server.ts";
import { createPlaybackClock } from "./playback-clock.ts";
import { createPlayer } from "./player.ts";
import { readRecordings } from "./recordings.ts";
import { hookSender } from "./send-hooks.ts";

/**
 * Starts the server and plays the recordings to it, through the same door and with the same key as real hooks.
 * While the past is played, the server's clock stands in the past.
 */
export async function startDemo(config: Config, real: Clock, log: Logger): Promise<RunningServer> {
  const recordings = readRecordings();
  const firstMs = recordings.past[0]?.atMs ?? 0;
  const clock = createPlaybackClock(real, new Date(real.now().getTime() + firstMs));
  const server = await startServer(config, clock, log);
  const send = await hookSender(config.home, server.url);
  const player = createPlayer({ recordings, clock, opensAt: real.now(), send, log });
  const stop = async () => {
    await player.stop();
    await server.stop();
  };
  try {
    await player.playPast();
  } catch (error) {
    await stop();
    throw error;
  }
  player.startLive();
  return { ...server, stop };
}
