import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hookSender } from "@signalbox/testkit/hook-sender";
import type { TestPostgres } from "@signalbox/testkit/postgres";
import type { TestRedis } from "@signalbox/testkit/redis";
import { type Dice, pick } from "@signalbox/testkit/seeded";
import { runServer } from "@signalbox/testkit/server";
import { type Life, type MortalServer, measuredLoad } from "./mortal-server.ts";

export interface ClusterOptions {
  folder: string;
  connections: number;
  postgres: TestPostgres;
  redis: TestRedis | undefined;
}

/** A process that is killed and started anew; what waits for it waits for its next life. */
interface MortalNode {
  /** Null while it is dead. */
  now(): Life | null;
  alive(): Promise<Life>;
  die(): Promise<void>;
  /** Stands still for longer than its leases are good, and goes on as if nothing had been. */
  sleep(): Promise<void>;
  stop(): Promise<number | null>;
}

/** Longer than a lease is good, and than a node may be silent. */
const sleepMs = 17_000;

/** Two nodes that answer and two that work, on one PostgreSQL; any part of them dies. */
export async function mortalCluster(options: ClusterOptions): Promise<MortalServer> {
  const { folder, connections, postgres, redis } = options;
  const userHome = join(folder, "home");
  mkdirSync(userHome);
  const adminKey = `test_${randomBytes(24).toString("base64url")}`;
  const env = { DATABASE_URL: postgres.url, ...(redis === undefined ? {} : { REDIS_URL: redis.url }) };
  const start = (role: string) =>
    runServer({ stateFolder: join(folder, "state"), userHome, adminKey, env, args: ["--role", role] });
  const load = measuredLoad();
  // The first makes the tables.
  const firstApi = await mortalNode(() => start("api"), connections);
  const [secondApi, ...workers] = await Promise.all(
    ["api", "worker", "worker"].map((role) => mortalNode(() => start(role), connections)),
  );
  if (secondApi === undefined) throw new Error("A node is missing");
  const apis = [firstApi, secondApi];
  let turn = 0;

  const anApi = (): Promise<Life> => {
    turn += 1;
    const lives = apis.map((api) => api.now());
    const life = lives[turn % apis.length] ?? lives.find((one) => one !== null);
    return life === undefined || life === null
      ? Promise.any(apis.map((api) => api.alive()))
      : Promise.resolve(life);
  };

  const deaths: readonly ((dice: Dice) => Promise<void>)[] = [
    (dice) => pick(dice, apis).die(),
    (dice) => pick(dice, workers).die(),
    (dice) => pick(dice, workers).sleep(),
    () => reborn(postgres),
    ...(redis === undefined ? [] : [() => reborn(redis), () => flushed(redis)]),
  ];

  return {
    alive: anApi,
    async deliver(body, headers) {
      for (;;) {
        const { sender } = await anApi();
        const reply = await sender.send(body, headers).catch(() => undefined);
        if (reply?.status === 202) return load.acknowledged();
        if (reply !== undefined && reply.status !== 503)
          throw new Error(`A hook was answered ${reply.status}: ${body}`);
        await delay(25);
      }
    },
    async killUnderLoad(dice) {
      await load.inTheMiddle(dice);
      await pick(dice, deaths)(dice);
    },
    async stop() {
      const codes = await Promise.all([...workers, ...apis].map((node) => node.stop()));
      return codes.find((code) => code !== 0) ?? 0;
    },
  };
}

async function reborn(service: TestPostgres | TestRedis): Promise<void> {
  await service.kill9();
  await service.start();
}

async function flushed(redis: TestRedis): Promise<void> {
  await redis.command("FLUSHALL");
}

async function mortalNode(
  start: () => ReturnType<typeof runServer>,
  connections: number,
): Promise<MortalNode> {
  let end = new AbortController();
  let now: Life | null = null;
  const begin = async (): Promise<Life> => {
    end = new AbortController();
    const server = await start();
    now = { server, sender: hookSender({ server, connections }), signal: end.signal };
    return now;
  };
  let life = begin();
  await life;
  return {
    now: () => now,
    alive: () => life,
    async die() {
      const { server, sender } = await life;
      const next = Promise.withResolvers<Life>();
      life = next.promise;
      now = null;
      end.abort();
      await server.kill9();
      sender.close();
      next.resolve(begin());
      await life;
    },
    async sleep() {
      const { server } = await life;
      process.kill(server.pid, "SIGSTOP");
      await delay(sleepMs);
      process.kill(server.pid, "SIGCONT");
    },
    async stop() {
      const { server, sender } = await life;
      now = null;
      end.abort();
      sender.close();
      return server.stop();
    },
  };
}
