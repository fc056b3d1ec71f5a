import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type HookReply, type HookSender, hookSender } from "@signalbox/testkit/hook-sender";
import { between, type Dice } from "@signalbox/testkit/seeded";
import { type RunningServer, runServer } from "@signalbox/testkit/server";

/** One life of the server; `signal` aborts when it is killed. */
interface Life {
  server: RunningServer;
  sender: HookSender;
  signal: AbortSignal;
}

/** A server that is killed again and again and started anew on the same folder. */
export interface MortalServer {
  /** The life it has, or the next one. */
  alive(): Promise<Life>;
  /** Sends a hook until it is acknowledged. */
  deliver(body: string, headers: Readonly<Record<string, string>>): Promise<void>;
  /** Kills it in the middle of the load, and brings it up again. */
  killUnderLoad(dice: Dice): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<number | null>;
}

export async function mortalServer(folder: string, connections: number): Promise<MortalServer> {
  const stateFolder = join(folder, "state");
  const userHome = join(folder, "home");
  mkdirSync(userHome);
  let acknowledged = 0;
  let onAcknowledged = () => {};
  let end = new AbortController();

  const begin = async (): Promise<Life> => {
    end = new AbortController();
    const server = await runServer({ stateFolder, userHome });
    return { server, sender: hookSender({ server, connections }), signal: end.signal };
  };
  let life = begin();
  await life;

  /** Resolves at the `count`-th acknowledgement from now. */
  const acknowledgements = (count: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wanted = acknowledged + count;
    onAcknowledged = () => {
      if (acknowledged >= wanted) resolve();
    };
    return promise;
  };

  return {
    alive: () => life,
    async deliver(body, headers) {
      for (;;) {
        const { sender, signal } = await life;
        const reply = await sender.send(body, headers).catch((error: unknown): HookReply | undefined => {
          if (signal.aborted) return undefined;
          throw error;
        });
        if (reply === undefined) continue;
        if (reply.status !== 202) throw new Error(`A hook was answered ${reply.status}: ${body}`);
        acknowledged += 1;
        onAcknowledged();
        return;
      }
    },
    async killUnderLoad(dice) {
      const { server, sender } = await life;
      await acknowledgements(between(dice, 30, 200));
      // Any moment of a commit must be hit, not only the one after it.
      await delay(dice() * 25);
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
