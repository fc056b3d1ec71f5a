import { setTimeout as delay } from "node:timers/promises";
import type { Redis } from "ioredis";
import { sql } from "kysely";
import { messageOf } from "../../../kernel/errors.ts";
import type { Condition, HealthPart } from "../../../kernel/health.ts";
import type { Queryable } from "../../database/database.ts";
import { inNumber, inTime } from "../../health/quantities.ts";
import { connectRedis, type RedisKeys } from "./redis-connection.ts";

export interface RedisHealthOptions {
  url: string;
  read: Queryable;
  keys(): Promise<RedisKeys>;
  patienceMs?: number;
}

/** An event that is not relayed after this long tells that nobody relays. */
const lateMs = 30_000;

/** Redis: whether it is reached, and how far behind the log its stream is. Nothing hangs on it alone. */
export const redisHealth = ({ url, read, keys, patienceMs = 1_500 }: RedisHealthOptions): HealthPart => ({
  name: "redis",
  title: "Redis",
  async check(): Promise<Condition> {
    const { stream } = await keys();
    const asked = askRedis(url, stream);
    // It is told of below, or came too late to be told.
    asked.catch(() => {});
    const late = delay(patienceMs, undefined, { ref: false }).then(() => {
      throw new Error(`no answer within ${inTime(patienceMs)}`);
    });
    late.catch(() => {});
    try {
      return judge(await Promise.race([asked, late]), await behind(read, await asked));
    } catch (error) {
      return away(messageOf(error));
    }
  },
});

const away = (why: string): Condition => ({
  status: "warning",
  reason: `It can't be reached (${why}): nodes hear of one another's events up to a second late`,
  cure: "Start Redis, or mend REDIS_URL. Nothing is lost: events are in the database, and reactions read them there.",
});

interface Answer {
  tookMs: number;
  version: string;
  /** The last event that was relayed since the stream began. */
  relayed: bigint | undefined;
}

async function askRedis(url: string, stream: string): Promise<Answer> {
  const redis = await connectRedis(url, "health");
  try {
    const began = performance.now();
    const info = await redis.info("server");
    const tookMs = performance.now() - began;
    const version = /^redis_version:(\S+)/m.exec(info)?.[1] ?? "of an unknown version";
    return { tookMs, version, relayed: await lastRelayed(redis, stream) };
  } finally {
    redis.disconnect();
  }
}

/** Entries that every reaction is past are gone; the stream still knows their last id. */
async function lastRelayed(redis: Redis, stream: string): Promise<bigint | undefined> {
  if ((await redis.exists(stream)) === 0) return undefined;
  const facts = await redis.xinfo("STREAM", stream);
  if (!Array.isArray(facts)) return undefined;
  const id = String(facts[facts.indexOf("last-generated-id") + 1]);
  return BigInt(id.split("-", 1)[0] ?? 0);
}

interface Behind {
  events: number;
  oldestMs: number;
}

async function behind(read: Queryable, { relayed }: Answer): Promise<Behind> {
  if (relayed === undefined) return { events: 0, oldestMs: 0 };
  const { rows } = await sql<{ events: number; old: number | null }>`
    select count(*)::int as events, extract(epoch from now() - min(at))::float8 * 1000 as old
    from (select at from events where position > ${String(relayed)}::bigint order by position limit 10000) e
  `.execute(read);
  return { events: rows[0]?.events ?? 0, oldestMs: rows[0]?.old ?? 0 };
}

function judge({ tookMs, version }: Answer, { events, oldestMs }: Behind): Condition {
  const facts = {
    version: `Redis ${version}`,
    answered: `in ${inTime(tookMs)}`,
    "events not relayed": inNumber(events),
  };
  if (oldestMs > lateMs)
    return {
      status: "warning",
      reason: `The relay is ${inTime(oldestMs)} behind the log, by ${inNumber(events)} ${events === 1 ? "event" : "events"}`,
      cure: "See under Nodes who runs the loop relay, and its last error. Nothing is lost: reactions read the log itself.",
      facts,
    };
  return { status: "ok", reason: `Answers in ${inTime(tookMs)}, and the relay keeps up with the log`, facts };
}
