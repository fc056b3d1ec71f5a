import { once } from "node:events";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { WakeUps } from "../wake-ups.ts";
import { connectRedis, type RedisKeys } from "./redis-connection.ts";

export interface RedisWakeUpsOptions {
  url: string;
  log: Logger;
  keys(): Promise<RedisKeys>;
}

/** Wake-ups through Redis: each node publishes how far the log reaches, and hears it of the others. */
export const createRedisWakeUps = ({ url, log, keys }: RedisWakeUpsOptions): WakeUps => {
  let onNews = () => {};
  let publisher: Redis | undefined;
  let told = 0n;
  let untold: bigint | undefined;
  let telling = false;

  const tellAll = async () => {
    telling = true;
    try {
      const { written } = await keys();
      while (publisher !== undefined && untold !== undefined) {
        const position = String(untold);
        untold = undefined;
        await publisher.publish(written, position);
      }
    } catch (error) {
      log.debug({ err: error }, "other nodes were not told of events; they look for themselves");
    } finally {
      telling = false;
    }
  };

  const listen = async (signal: AbortSignal) => {
    const { written } = await keys();
    const [own, subscriber] = await Promise.all([
      connectRedis(url, "publisher"),
      connectRedis(url, "subscriber"),
    ]);
    const lost = Promise.race([own, subscriber].map((redis) => once(redis, "end", { signal })));
    try {
      subscriber.on("message", () => onNews());
      await subscriber.subscribe(written);
      publisher = own;
      // What was said before it listened is not heard again.
      onNews();
      await lost;
      throw new Error("The connection to Redis ended");
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      publisher = undefined;
      own.disconnect();
      subscriber.disconnect();
    }
  };

  return {
    tell(newest) {
      if (newest <= told) return;
      told = newest;
      untold = newest;
      if (!telling) void tellAll();
    },
    heardBy(listener) {
      onNews = listener;
    },
    loops: [
      {
        name: "wake-ups",
        summary: "Hears from other nodes, by Redis, that the event log grew",
        alone: false,
        run: listen,
      },
    ],
  };
};
