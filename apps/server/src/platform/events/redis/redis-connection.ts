import { Redis } from "ioredis";

/** Longer than any command blocks. */
const commandTimeout = 5_000;
/** How long a blocking read waits for news. */
export const blockMs = 2_000;

/**
 * A connection that fails at once where Redis is away, and stays failed: whoever uses it makes a new one, and says in
 * the meantime what it does without.
 */
export async function connectRedis(url: string, name: string): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectionName: `signalbox ${name}`.replaceAll(" ", "-"),
    connectTimeout: 3_000,
    commandTimeout,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // Commands tell of it to who sent them.
  redis.on("error", () => {});
  await redis.connect();
  return redis;
}

/** Names of what this log has in Redis, which other logs may share. */
export const redisKeys = (logId: string) => ({
  stream: `signalbox:${logId}:events`,
  written: `signalbox:${logId}:written`,
});
export type RedisKeys = ReturnType<typeof redisKeys>;
