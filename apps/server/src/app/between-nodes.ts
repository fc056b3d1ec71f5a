import type { Logger } from "pino";
import type { HealthPart } from "../kernel/health.ts";
import type { OpenDatabase } from "../platform/database/database.ts";
import { readLogId } from "../platform/events/event-store.ts";
import type { EventLog } from "../platform/events/events.ts";
import { createPostgresWakeUps } from "../platform/events/postgres-wake-ups.ts";
import { type RedisKeys, redisKeys } from "../platform/events/redis/redis-connection.ts";
import { createRedisFeed } from "../platform/events/redis/redis-feed.ts";
import { redisHealth } from "../platform/events/redis/redis-health.ts";
import { createRedisRelay } from "../platform/events/redis/redis-relay.ts";
import { createRedisWakeUps } from "../platform/events/redis/redis-wake-ups.ts";
import type { Feed } from "../platform/events/run-reaction.ts";
import { noWakeUps, type WakeUps } from "../platform/events/wake-ups.ts";
import type { Loop } from "../platform/nodes/loops.ts";
import { createOrders, noOrders, type OpenOrders } from "../platform/nodes/orders/orders.ts";
import type { Config } from "./config.ts";
import type { Platform } from "./platform.ts";

interface Means {
  config: Pick<Config, "databaseUrl" | "redisUrl">;
  db: OpenDatabase;
  log: Logger;
  /** The id of this node. */
  node: string;
}

/** How events get from node to node: not at all where there is one, else by PostgreSQL, or by Redis where it is named. */
export interface BetweenNodes {
  wakeUps: WakeUps;
  /** What reactions follow, and what keeps it going. */
  feedOf(events: EventLog): { feed: Feed; loops: readonly Loop[] };
  /** The parts of it that tell how they are. */
  health: readonly HealthPart[];
}

export function betweenNodes({ config, db, log, node }: Means): BetweenNodes {
  const { databaseUrl, redisUrl: url } = config;
  if (databaseUrl === undefined || url === undefined) {
    const wakeUps = databaseUrl === undefined ? noWakeUps : createPostgresWakeUps({ url: databaseUrl, log });
    return { wakeUps, feedOf: (feed) => ({ feed, loops: wakeUps.loops }), health: [] };
  }
  let known: RedisKeys | undefined;
  const keys = async () => {
    known ??= redisKeys(await readLogId(db.read));
    return known;
  };
  const redis = { url, log, keys };
  const wakeUps = createRedisWakeUps(redis);
  return {
    wakeUps,
    feedOf: (events) => ({
      feed: createRedisFeed({ ...redis, events, node }),
      loops: [...wakeUps.loops, createRedisRelay({ ...redis, events, read: db.read })],
    }),
    health: [redisHealth({ url, keys, read: db.read })],
  };
}

/** What nodes have each other do, where several may share the database. */
export const betweenOrders = (
  { config, db, clock, log, node }: Pick<Platform, "config" | "db" | "clock" | "log" | "node">,
  events: EventLog,
): OpenOrders =>
  config.databaseUrl === undefined
    ? noOrders
    : createOrders({ db, clock, events, nodeId: node.id, log: log.child({ part: "orders" }) });
