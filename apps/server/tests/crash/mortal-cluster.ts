import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@signalbox/testkit/free-port";
import type { TestPostgres } from "@signalbox/testkit/postgres";
import type { TestRedis } from "@signalbox/testkit/redis";
import { type Dice, pick } from "@signalbox/testkit/seeded";
import { runServer } from "@signalbox/testkit/server";
import { behindCaddy } from "./behind-caddy.ts";
import { type MortalNode, mortalNode, type Role } from "./mortal-node.ts";
import { type Life, type MortalServer, measuredLoad } from "./mortal-server.ts";

export interface ClusterOptions {
  folder: string;
  connections: number;
  postgres: TestPostgres;
  redis?: TestRedis | undefined;
  /** The program to stand in front of the nodes; without it clients come to them directly. */
  caddy?: string | undefined;
}

/** Processes by the role they have. */
export type Processes = { role: Role; pid: number }[];

export interface MortalCluster extends MortalServer {
  killed(): Processes;
  present(): Promise<Processes>;
}

/** A proxy that finds no node, or loses one in the middle, and a node that stops or has lost its database. */
const again: readonly number[] = [502, 503, 504];
/** No part is away for so long. */
const patienceMs = 60_000;

/** Two nodes that answer and two that work, on one PostgreSQL; any part of them dies. */
export async function mortalCluster(options: ClusterOptions): Promise<MortalCluster> {
  const { postgres, redis } = options;
  const { front, apis, workers } = await startNodes(options);
  const nodes = [...workers, ...apis];
  const load = measuredLoad();
  let turn = 0;

  const directly = (): Promise<Life> => {
    turn += 1;
    const lives = apis.map((api) => api.now());
    const life = lives[turn % apis.length] ?? lives.find((one) => one !== null);
    return life === undefined || life === null
      ? Promise.any(apis.map((api) => api.alive()))
      : Promise.resolve(life);
  };
  const alive = async (): Promise<Life> => front?.life ?? directly();

  const deaths: readonly ((dice: Dice) => Promise<void>)[] = [
    (dice) => pick(dice, apis).die(),
    (dice) => pick(dice, workers).die(),
    (dice) => pick(dice, workers).sleep(),
    () => reborn(postgres),
    ...(redis === undefined ? [] : [() => reborn(redis), () => flushed(redis)]),
  ];

  return {
    alive,
    async deliver(body, headers) {
      const began = performance.now();
      for (let tries = 1; ; tries++) {
        const { sender } = await alive();
        const overdue = () => performance.now() - began > patienceMs;
        const reply = await sender.send(body, headers).catch((error: unknown) => {
          if (overdue()) throw error;
        });
        if (reply?.status === 202) {
          load.acknowledged();
          return { tries, correlationId: reply.correlationId };
        }
        if (reply !== undefined && (overdue() || !again.includes(reply.status)))
          throw new Error(`A hook was answered ${reply.status} after ${tries} tries: ${body}`);
        await delay(25);
      }
    },
    async killUnderLoad(dice) {
      await load.inTheMiddle(dice);
      await pick(dice, deaths)(dice);
    },
    killed: () => nodes.flatMap(({ role, killed }) => killed().map((pid) => ({ role, pid }))),
    present: () =>
      Promise.all(nodes.map(async ({ role, alive: life }) => ({ role, pid: (await life()).server.pid }))),
    async stop() {
      await front?.stop();
      const codes = await Promise.all(nodes.map((node) => node.stop()));
      return codes.find((code) => code !== 0) ?? 0;
    },
  };
}

async function startNodes({ folder, connections, postgres, redis, caddy }: ClusterOptions) {
  const [stateFolder, userHome] = [join(folder, "state"), join(folder, "home")];
  mkdirSync(userHome);
  const adminKey = `test_${randomBytes(24).toString("base64url")}`;
  // Chosen once: what stands in front of them finds them again after a death.
  const ports = [await freePort(), await freePort()];
  const front = caddy === undefined ? undefined : await behindCaddy({ folder, caddy, ports, connections });
  const env = {
    DATABASE_URL: postgres.url,
    ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
    ...front?.env,
  };
  const node = (role: Role, port = 0): Promise<MortalNode> => {
    const args = ["--role", role, "--port", String(port)];
    return mortalNode(role, () => runServer({ stateFolder, userHome, adminKey, env, args }), connections);
  };
  // The first makes the tables.
  const first = await node("api", ports[0]);
  const [second, ...workers] = await Promise.all([node("api", ports[1]), node("worker"), node("worker")]);
  const { server } = await first.alive();
  return {
    front: front && { life: await front.lifeOf(server), stop: front.stop },
    apis: [first, second],
    workers,
  };
}

async function reborn(service: TestPostgres | TestRedis): Promise<void> {
  await service.kill9();
  await service.start();
}

async function flushed(redis: TestRedis): Promise<void> {
  await redis.command("FLUSHALL");
}
