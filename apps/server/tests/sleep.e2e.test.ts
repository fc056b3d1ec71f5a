import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@signalbox/client/client";
import { getStatus } from "@signalbox/contract/attention";
import type { EventEnvelope } from "@signalbox/contract/event";
import { getHealth } from "@signalbox/contract/health";
import { listNodes } from "@signalbox/contract/nodes";
import { hookSender } from "@signalbox/testkit/hook-sender";
import { seeded } from "@signalbox/testkit/seeded";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { removeFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../src/platform/database/open-database.ts";
import { clientOf } from "./all-pages.ts";
import { allEvents, followThrough, readDatabase } from "./crash/left-behind.ts";
import { type MortalServer, measuredLoad } from "./crash/mortal-server.ts";
import { workThrough } from "./crash/watched-session.ts";
import { preparedState } from "./prepared-state.ts";

const seed = Number(process.env.SIGNALBOX_TEST_SEED ?? Math.floor(Math.random() * 1e9));
const sleepMs = 60_000;
const sessions = 12;

/** Like a server that dies, but that nobody is told of its end: whoever waits for an answer goes on waiting. */
function laptopOf(server: RunningServer, acknowledged: () => void): MortalServer {
  const sender = hookSender({ server, connections: sessions });
  onTestFinished(() => sender.close());
  const life = { server, sender, client: clientOf(server), signal: new AbortController().signal };
  return {
    alive: async () => life,
    async deliver(body, headers) {
      const { status, correlationId } = await sender.send(body, headers);
      if (status !== 202) throw new Error(`A hook was answered ${status}: ${body}`);
      acknowledged();
      return { tries: 1, correlationId };
    },
    killUnderLoad: async () => {},
    stop: server.stop,
  };
}

/** The node is alive with its leases, no loop had to be started again, and no part of the server complains. */
async function allIsWell(client: Client): Promise<void> {
  const { items } = await client.call(listNodes);
  expect(items).toMatchObject([{ alive: true, answers: true }]);
  const loops = items.flatMap((node) => node.loops);
  expect(loops.length).toBeGreaterThan(0);
  expect(loops.filter(({ state, failures }) => state !== "running" || failures > 0)).toEqual([]);
  const troubled = async () => {
    const { parts } = await client.call(getHealth);
    // What the machine has left is not the server's doing.
    return parts.filter(({ name, status }) => status !== "ok" && !["disk", "memory"].includes(name));
  };
  await until(
    async () => ((await troubled()).length === 0 ? true : undefined),
    async () => `every part to be well: ${JSON.stringify(await troubled())}`,
  );
}

test(`a laptop that sleeps for a minute under load goes on where it was (seed ${seed})`, {
  timeout: 240_000,
}, async () => {
  const stateFolder = await preparedState();
  onTestFinished(() => removeFolder(stateFolder));
  const server = await runServer({ stateFolder });
  onTestFinished(() => server.kill9());
  const client = clientOf(server);
  const load = measuredLoad();
  const dice = seeded(seed);
  const laptop = laptopOf(server, load.acknowledged);

  let awake = false;
  const working = Promise.all(
    Array.from({ length: sessions }, (_, index) =>
      workThrough({
        server: laptop,
        dice: seeded(seed + index),
        naming: "all by header",
        ends: true,
        goesOn: () => !awake,
      }),
    ),
  );
  const followed: EventEnvelope[] = [];
  const enough = new AbortController();
  const following = followThrough(laptop, followed, enough.signal);

  await load.inTheMiddle(dice);
  process.kill(server.pid, "SIGSTOP");
  await delay(sleepMs);
  process.kill(server.pid, "SIGCONT");
  await load.inTheMiddle(dice);
  awake = true;
  const sent = await working;

  const completed = sent.flatMap(({ outcomes }) => outcomes);
  await until(
    async () => ((await client.call(getStatus)).today.completed >= completed.length ? true : undefined),
    async () => `the hours to be counted; there are ${(await client.call(getStatus)).today.completed}`,
  );
  const events = await allEvents(client);
  await until(
    () => followed.at(-1)?.position === events.at(-1)?.position || undefined,
    () => `the stream that was open to go on; it is at ${followed.at(-1)?.position}`,
  );
  enough.abort();
  await following;
  expect(followed).toEqual(events);

  await allIsWell(client);
  expect((await server.fetch("/health/ready")).status).toBe(200);

  expect(await server.stop()).toBe(0);
  const stored = await readDatabase(await openDatabase({ folder: `${stateFolder}/database` }));
  const identities = stored.signals.map(({ identity }) => identity);
  expect(identities.toSorted()).toEqual(sent.flatMap((one) => one.identities).toSorted());
  expect(stored.signals.filter(({ error }) => error !== null)).toEqual([]);
  expect(stored.deadLetters).toEqual([]);
  expect(stored.hours.reduce((sum, hour) => sum + hour.completed, 0)).toBe(completed.length);
});
