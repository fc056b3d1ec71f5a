import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@signalbox/client/client";
import { type HookReply, type HookSender, hookSender } from "@signalbox/testkit/hook-sender";
import { between, type Dice } from "@signalbox/testkit/seeded";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { clientOf } from "../all-pages.ts";

/** One life of the server; `signal` aborts when it is killed. */
export interface Life {
  server: RunningServer;
  sender: HookSender;
  client: Client;
  signal: AbortSignal;
}

/** How a hook came to be acknowledged. */
export interface Delivered {
  tries: number;
  correlationId: string | undefined;
}

/** One or several servers that are killed again and again and started anew on what they left. */
export interface MortalServer {
  /** The life it has, or the next one. */
  alive(): Promise<Life>;
  /** Sends a hook until it is acknowledged. */
  deliver(body: string, headers: Readonly<Record<string, string>>): Promise<Delivered>;
  /** Kills it, or a part of it, in the middle of the load, and brings it up again. */
  killUnderLoad(dice: Dice): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<number | null>;
}

/** Counts what is acknowledged, so that something is killed in the middle of it. */
export function measuredLoad() {
  let acknowledged = 0;
  let onAcknowledged = () => {};
  return {
    acknowledged(): void {
      acknowledged += 1;
      onAcknowledged();
    },
    /** Resolves some acknowledgements from now, and at any moment of a commit. */
    async inTheMiddle(dice: Dice): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      const wanted = acknowledged + between(dice, 30, 200);
      onAcknowledged = () => {
        if (acknowledged >= wanted) resolve();
      };
      await promise;
      await delay(dice() * 25);
    },
  };
}

/** Starts one server; `env` says where its database is, where that is not the embedded one. */
export async function mortalServer(
  folder: string,
  connections: number,
  env: Readonly<Record<string, string>> = {},
): Promise<MortalServer> {
  const stateFolder = join(folder, "state");
  const userHome = join(folder, "home");
  mkdirSync(userHome);
  const load = measuredLoad();
  let end = new AbortController();

  const begin = async (): Promise<Life> => {
    end = new AbortController();
    const server = await runServer({ stateFolder, userHome, env });
    const sender = hookSender({ server, connections });
    return { server, sender, client: clientOf(server), signal: end.signal };
  };
  let life = begin();
  await life;

  return {
    alive: () => life,
    async deliver(body, headers) {
      for (let tries = 1; ; tries++) {
        const { sender, signal } = await life;
        const reply = await sender.send(body, headers).catch((error: unknown): HookReply | undefined => {
          if (signal.aborted) return undefined;
          throw error;
        });
        if (reply === undefined) continue;
        if (reply.status !== 202) throw new Error(`A hook was answered ${reply.status}: ${body}`);
        load.acknowledged();
        return { tries, correlationId: reply.correlationId };
      }
    },
    async killUnderLoad(dice) {
      const { server, sender } = await life;
      await load.inTheMiddle(dice);
      const next = Promise.withResolvers<Life>();
      life = next.promise;
      end.abort();
      await server.kill9();
      sender.close();
      next.resolve(begin());
      await life;
    },
    async stop() {
      const { server, sender } = await life;
      end.abort();
      sender.close();
      return server.stop();
    },
  };
}
