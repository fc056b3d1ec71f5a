import { EventEnvelope } from "@signalbox/contract/event";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { matcher } from "../event-filter.ts";
import { type EventLog, PositionUnavailable } from "../events.ts";
import type { Feed } from "../run-reaction.ts";
import { blockMs, connectRedis, type RedisKeys } from "./redis-connection.ts";

export interface RedisFeedOptions {
  url: string;
  log: Logger;
  events: Pick<EventLog, "follow" | "read" | "range">;
  /** The id of this node: the name of the consumer. */
  node: string;
  keys(): Promise<RedisKeys>;
  /** For how long the log itself is followed before Redis is tried again. */
  withoutMs?: number;
}

type FollowOptions = Parameters<Feed["follow"]>[0];
type Entry = [id: string, fields: string[]];

const pageSize = 200;

/**
 * Follows the log through a consumer group of the stream, one for each name. The log is the truth: what the stream
 * does not have is read there, and while Redis is away all of it is.
 */
export const createRedisFeed = (options: RedisFeedOptions): Feed => ({
  async follow(wanted) {
    const { events, log, withoutMs = 5_000 } = options;
    let position = wanted.after;
    const at = (reached: bigint) => {
      position = reached;
      wanted.reached?.(reached);
    };
    await assertResumable(events, position);
    while (!wanted.signal.aborted) {
      try {
        await followStream(options, { ...wanted, after: position, reached: at });
      } catch (error) {
        if (wanted.signal.aborted) break;
        if (!isOfRedis(error)) throw error;
        log.warn({ err: error, follower: wanted.name }, "Redis is away; the log itself is followed");
        const signal = AbortSignal.any([wanted.signal, AbortSignal.timeout(withoutMs)]);
        const deliver = async (batch: readonly EventEnvelope[]) => {
          await wanted.deliver(batch);
          position = BigInt(batch.at(-1)?.position ?? position);
        };
        await events.follow({ ...wanted, deliver, after: position, reached: at, signal });
      }
    }
  },
});

async function assertResumable(events: Pick<EventLog, "range">, after: bigint): Promise<void> {
  const { oldest, newest } = await events.range();
  if (after > newest) throw new PositionUnavailable("future", after, newest);
  if (after > 0n && after < oldest - 1n) throw new PositionUnavailable("expired", after, newest);
}

/** Told apart from what `deliver` throws. */
class RedisAway extends Error {}
const isOfRedis = (error: unknown): error is RedisAway => error instanceof RedisAway;
const ofRedis = <T>(command: Promise<T>): Promise<T> =>
  command.catch((cause: unknown) => {
    throw new RedisAway("A command of Redis failed", { cause });
  });

async function followStream(options: RedisFeedOptions, wanted: FollowOptions): Promise<void> {
  const redis = await ofRedis(connectRedis(options.url, `reaction ${wanted.name}`));
  const leave = () => redis.disconnect();
  wanted.signal.addEventListener("abort", leave);
  try {
    const reader = new GroupReader(redis, { ...options, ...(await options.keys()) }, wanted);
    await reader.claimWhatOthersLeft();
    while (!wanted.signal.aborted) await reader.readOn();
  } finally {
    wanted.signal.removeEventListener("abort", leave);
    leave();
  }
}

/** One consumer of a group: the only one that reads, for it holds the reaction's lease. */
class GroupReader {
  readonly #redis: Redis;
  readonly #options: RedisFeedOptions & RedisKeys;
  readonly #wanted: FollowOptions;
  readonly #group: string;
  readonly #matches: (event: EventEnvelope) => boolean;
  #position: bigint;

  constructor(redis: Redis, options: RedisFeedOptions & RedisKeys, wanted: FollowOptions) {
    this.#redis = redis;
    this.#options = options;
    this.#wanted = wanted;
    this.#group = wanted.name ?? "other";
    this.#matches = matcher(wanted.filter);
    this.#position = wanted.after;
  }

  /** Entries that a consumer was given and never acknowledged: it is gone, or no longer holds the lease. */
  async claimWhatOthersLeft(): Promise<void> {
    const { stream, node } = this.#options;
    await this.#makeGroup();
    for (let from = "0-0"; !this.#wanted.signal.aborted; ) {
      const [next, entries] = (await ofRedis(
        this.#redis.xautoclaim(stream, this.#group, node, 0, from, "COUNT", pageSize),
      )) as [string, (Entry | null)[]];
      await this.#take(entries.filter((entry) => entry !== null));
      if (next === "0-0") return;
      from = next;
    }
  }

  /** Waits for new entries for a while; where none come, the log is asked whether that is true. */
  async readOn(): Promise<void> {
    const { stream, node } = this.#options;
    const [count, block] = [pageSize, blockMs];
    const read = ["GROUP", this.#group, node, "COUNT", count, "BLOCK", block, "STREAMS", stream, ">"];
    const answer = await ofRedis(this.#redis.call("xreadgroup", ...read)).catch(async (error: unknown) => {
      if (!isOfRedis(error) || !String(error.cause).includes("NOGROUP")) throw error;
      // Somebody flushed Redis.
      await this.#makeGroup();
      return null;
    });
    const entries = (answer as [string, Entry[]][] | null)?.[0]?.[1] ?? [];
    if (entries.length === 0) await this.#readLog();
    else await this.#take(entries);
  }

  async #makeGroup(): Promise<void> {
    const { stream } = this.#options;
    await ofRedis(
      this.#redis.xgroup("CREATE", stream, this.#group, "0", "MKSTREAM").catch((error: unknown) => {
        if (!String(error).includes("BUSYGROUP")) throw error;
      }),
    );
  }

  async #take(entries: readonly Entry[]): Promise<void> {
    let batch: EventEnvelope[] = [];
    let last = this.#position;
    for (const [id, fields] of entries) {
      const position = BigInt(id.split("-", 1)[0] ?? 0);
      if (position <= last) continue;
      const { after, event } = readFields(fields);
      if (after > last) {
        await this.#deliver(batch, last);
        batch = [];
        await this.#readLog(after);
      }
      batch.push(event);
      last = position;
    }
    await this.#deliver(batch, last);
    const ids = entries.map(([id]) => id);
    if (ids.length > 0 && !this.#wanted.signal.aborted)
      await ofRedis(this.#redis.xack(this.#options.stream, this.#group, ...ids));
  }

  /** Reads on in the log itself: as far as `upTo`, or to its end. */
  async #readLog(upTo?: bigint): Promise<void> {
    while (!this.#wanted.signal.aborted && (upTo === undefined || this.#position < upTo)) {
      const page = await this.#options.events.read(this.#position, {}, pageSize);
      const events = upTo === undefined ? page : page.filter(({ position }) => BigInt(position) <= upTo);
      await this.#deliver(events, BigInt(events.at(-1)?.position ?? this.#position));
      if (page.length < pageSize) return;
    }
  }

  async #deliver(events: readonly EventEnvelope[], upTo: bigint): Promise<void> {
    const { deliver, reached, signal } = this.#wanted;
    const matching = events.filter(this.#matches);
    if (matching.length > 0 && !signal.aborted) await deliver(matching);
    if (upTo <= this.#position || signal.aborted) return;
    this.#position = upTo;
    reached?.(upTo);
  }
}

function readFields(fields: readonly string[]): { after: bigint; event: EventEnvelope } {
  const field = (name: string) => fields[fields.indexOf(name) + 1] ?? "";
  return { after: BigInt(field("after")), event: EventEnvelope.parse(JSON.parse(field("event"))) };
}
