import { setTimeout as delay } from "node:timers/promises";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { Redis } from "ioredis";
import type { Queryable } from "../../database/database.ts";
import type { Loop } from "../../nodes/loops.ts";
import type { EventLog } from "../events.ts";
import { connectRedis, type RedisKeys } from "./redis-connection.ts";

export interface RedisRelayOptions {
  url: string;
  read: Queryable;
  events: Pick<EventLog, "follow" | "range">;
  keys(): Promise<RedisKeys>;
  /** How often entries that every reaction is past are taken away. */
  trimMs?: number;
}

/**
 * Publishes the log to a stream, each event under its position, with the position before it: so none is published
 * twice, whoever relays, and whoever reads sees where something is missing.
 */
export const createRedisRelay = ({ url, read, events, keys, trimMs = 10_000 }: RedisRelayOptions): Loop => ({
  name: "relay",
  summary: "Publishes the event log to Redis, and takes away what every reaction is past",
  alone: true,
  dispensable: true,
  async run(signal) {
    const { stream } = await keys();
    const redis = await connectRedis(url, "relay");
    const ending = new AbortController();
    const until = AbortSignal.any([signal, ending.signal]);
    try {
      let last = await lastRelayed(redis, stream, { read, newest: (await events.range()).newest });
      const relaying = events.follow({
        name: "relay",
        after: last,
        filter: {},
        signal: until,
        async deliver(batch) {
          await publish(redis, stream, { batch, last });
          last = BigInt(batch.at(-1)?.position ?? last);
        },
      });
      await Promise.race([relaying, trimNowAndThen(redis, stream, { read, signal: until, trimMs })]);
    } finally {
      ending.abort();
      redis.disconnect();
    }
  },
});

/** Where to go on; an empty stream begins with what some reaction has still to read. */
async function lastRelayed(
  redis: Redis,
  stream: string,
  { read, newest }: { read: Queryable; newest: bigint },
): Promise<bigint> {
  const [entry] = await redis.xrevrange(stream, "+", "-", "COUNT", 1);
  const last = entry === undefined ? undefined : BigInt(entry[0].split("-", 1)[0] ?? 0);
  if (last !== undefined && last <= newest) return last;
  // A log that was restored from a backup ends before what had been relayed of it.
  await redis.del(stream);
  const lowest = (await lowestCursor(read)) ?? newest;
  return lowest < newest ? lowest : newest;
}

/** How far every reaction came. */
async function lowestCursor(read: Queryable): Promise<bigint | undefined> {
  const row = await read
    .selectFrom("events_reactions")
    .select(({ fn }) => fn.min("position").as("lowest"))
    .executeTakeFirst();
  return row?.lowest === undefined || row.lowest === null ? undefined : BigInt(row.lowest);
}

async function publish(
  redis: Redis,
  stream: string,
  { batch, last }: { batch: readonly EventEnvelope[]; last: bigint },
): Promise<void> {
  const pipeline = redis.pipeline();
  let after = String(last);
  for (const event of batch) {
    pipeline.xadd(stream, `${event.position}-0`, "after", after, "event", JSON.stringify(event));
    after = event.position;
  }
  for (const [error] of (await pipeline.exec()) ?? []) if (error !== null) throw error;
}

/** What a reaction has still to read stays. */
async function trimNowAndThen(
  redis: Redis,
  stream: string,
  { read, signal, trimMs }: { read: Queryable; signal: AbortSignal; trimMs: number },
): Promise<void> {
  while (!signal.aborted) {
    await delay(trimMs, undefined, { signal }).catch(() => {});
    const lowest = await lowestCursor(read);
    if (lowest !== undefined) await redis.xtrim(stream, "MINID", `${lowest + 1n}-0`);
  }
}
