import { once } from "node:events";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { createTeller, type OnNews, toldPosition, type WakeUps } from "../wake-ups.ts";
import { connectRedis, type RedisKeys } from "./redis-connection.ts";

export interface RedisWakeUpsOptions {
  url: string;
  log: Logger;
  keys(): Promise<RedisKeys>;
}

/** Wake-ups through Redis: each node publishes how far the log reaches, and hears it of the others. */
export const createRedisWakeUps = ({ url, log, keys }: RedisWakeUpsOptions): WakeUps => {
  let onNews: OnNews = () => {};
  let publisher: Redis | undefined;
  const tell = createTeller({
    log,
    async send(position) {
      const { written } = await keys();
      await publisher?.publish(written, position);
      return publisher !== undefined;
    },
  });

  const listen = async (signal: AbortSignal) => {
    const { written } = await keys();
    const own = await connectRedis(url, "publisher");
    try {
      const subscriber = await connectRedis(url, "subscriber");
      try {
        subscriber.on("message", (_channel, position) => onNews(toldPosition(position)));
        await subscriber.subscribe(written);
        publisher = own;
        // What was said before it listened is not heard again.
        onNews();
        await Promise.race([own, subscriber].map((redis) => once(redis, "end", { signal })));
        throw new Error("The connection to Redis ended");
      } finally {
        subscriber.disconnect();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      publisher = undefined;
      own.disconnect();
    }
  };

  return {
    tell,
    heardBy(listener) {
      onNews = listener;
    },
    loops: [
      {
        name: "wake-ups",
        summary: "Hears from other nodes, by Redis, that the event log grew",
        alone: false,
        dispensable: true,
        run: listen,
      },
    ],
  };
};
