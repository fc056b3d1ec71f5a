import { setTimeout as delay } from "node:timers/promises";
import { hookSender } from "@signalbox/testkit/hook-sender";
import type { RunningServer } from "@signalbox/testkit/server";
import { clientOf } from "../all-pages.ts";
import type { Life } from "./mortal-server.ts";

export type Role = "api" | "worker";

/** A process that is killed and started anew; what waits for it waits for its next life. */
export interface MortalNode {
  readonly role: Role;
  /** Null while it is dead. */
  now(): Life | null;
  alive(): Promise<Life>;
  /** The processes that were killed. */
  killed(): readonly number[];
  die(): Promise<void>;
  /** Stands still for longer than its leases are good, and goes on as if nothing had been. */
  sleep(): Promise<void>;
  stop(): Promise<number | null>;
}

/** Longer than a lease is good, and than a node may be silent. */
const sleepMs = 17_000;

export async function mortalNode(
  role: Role,
  start: () => Promise<RunningServer>,
  connections: number,
): Promise<MortalNode> {
  const killed: number[] = [];
  let end = new AbortController();
  let now: Life | null = null;
  const begin = async (): Promise<Life> => {
    end = new AbortController();
    const server = await start();
    const sender = hookSender({ server, connections });
    now = { server, sender, client: clientOf(server), signal: end.signal };
    return now;
  };
  let life = begin();
  await life;
  const finish = (): void => {
    now = null;
    end.abort();
  };
  return {
    role,
    now: () => now,
    alive: () => life,
    killed: () => killed,
    async die() {
      const { server, sender } = await life;
      const next = Promise.withResolvers<Life>();
      life = next.promise;
      finish();
      await server.kill9();
      killed.push(server.pid);
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
      finish();
      sender.close();
      return server.stop();
    },
  };
}
