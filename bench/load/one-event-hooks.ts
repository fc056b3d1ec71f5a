import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { hookSender } from "../../packages/testkit/src/hook-sender.ts";
import { hookSession } from "../../packages/testkit/src/hook-session.ts";
import type { RunningServer } from "../../packages/testkit/src/server.ts";

/** Sends hooks of which each becomes one event, and knows when each was acknowledged. */
export interface OneEventHooks {
  /** When the hook with this correlation id was acknowledged. */
  readonly acknowledged: Map<string, number>;
  send(): Promise<void>;
  /** Sends that many a second for a while, by the clock. */
  pace(perSecond: number, forMs: number): Promise<void>;
  close(): void;
}

export async function oneEventHooks(server: RunningServer): Promise<OneEventHooks> {
  const sender = hookSender({ server, connections: 8 });
  const session = hookSession({ sessionId: randomUUID() });
  const promptId = randomUUID();
  const acknowledged = new Map<string, number>();
  const call = () => ({
    name: "Bash",
    useId: `toolu_${randomUUID()}`,
    input: { command: "npm test", description: "Run the tests" },
    response: null,
  });
  const deliver = async (body: unknown) => {
    const correlationId = randomUUID();
    const { status } = await sender.send(JSON.stringify(body), { "x-correlation-id": correlationId });
    if (status !== 202) throw new Error(`A hook was answered ${status}`);
    acknowledged.set(correlationId, performance.now());
  };
  await deliver(session.prompted(promptId, "Work"));
  await deliver(session.toolStarted(promptId, call()));
  acknowledged.clear();
  const send = () => deliver(session.toolStarted(promptId, call()));
  return {
    acknowledged,
    send,
    async pace(perSecond, forMs) {
      const started = performance.now();
      const pending: Promise<void>[] = [];
      for (let hook = 0; hook < (forMs / 1_000) * perSecond; hook++) {
        const dueIn = started + (hook * 1_000) / perSecond - performance.now();
        if (dueIn > 0) await delay(dueIn);
        pending.push(send());
      }
      await Promise.all(pending);
    },
    close: () => sender.close(),
  };
}
