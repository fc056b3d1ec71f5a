import type { Client } from "@signalbox/client/client";
import { getStatus } from "@signalbox/contract/attention";
import type { EventEnvelope } from "@signalbox/contract/event";
import { seeded } from "@signalbox/testkit/seeded";
import { until } from "@signalbox/testkit/until";
import { expect } from "vitest";
import type { OpenDatabase } from "../../src/platform/database/database.ts";
import { allAgents } from "../all-pages.ts";
import { allEvents, followThrough, readDatabase, replayed, traceOf } from "./left-behind.ts";
import type { Life, MortalServer } from "./mortal-server.ts";
import { type Sent, workThrough } from "./watched-session.ts";

export interface Survival {
  server: MortalServer;
  /** Opens the database once the server has stopped. */
  open(life: Life): Promise<OpenDatabase>;
  seed: number;
  sessions: number;
  /** Whether it is to die once more. */
  diesAgain(deaths: number): boolean;
  /** What else is done while it dies, and what is looked at before it stops. */
  meanwhile?(goesOn: () => boolean): Promise<void>;
  afterwards?(client: Client, sent: readonly Sent[]): Promise<void>;
}

/** Sends at load through the deaths of a server, and reads what was left. */
export async function survive({ server, open, seed, sessions, diesAgain, ...more }: Survival) {
  const dice = seeded(seed);
  let deaths = 0;
  const working = Promise.all(
    Array.from({ length: sessions }, (_, index) =>
      workThrough({
        server,
        dice: seeded(seed + index),
        naming: index % 2 === 0 ? "all by header" : "tools by their own ids",
        ends: index % 3 === 0,
        goesOn: () => diesAgain(deaths),
      }),
    ),
  );
  const beside = more.meanwhile?.(() => diesAgain(deaths));
  const followed: EventEnvelope[] = [];
  const enough = new AbortController();
  const following = followThrough(server, followed, enough.signal);
  for (; diesAgain(deaths); deaths++) await Promise.race([server.killUnderLoad(dice), working, following]);
  const [sent] = await Promise.all([working, beside]);

  const life = await server.alive();
  const { client } = life;
  await more.afterwards?.(client, sent);
  const completed = sent.flatMap(({ outcomes }) => outcomes);
  await until(
    async () => {
      const { today } = await client.call(getStatus);
      return today.completed >= completed.length ? today : undefined;
    },
    () => `the hours to be counted (seed ${seed})`,
  );
  const agents = await allAgents(client);
  const traces = new Map(
    await Promise.all(agents.map(async ({ id }) => [id, await traceOf(client, id)] as const)),
  );
  const events = await allEvents(client);
  const last = events.at(-1)?.position ?? "0";
  const replay = await replayed(client, last);
  await until(
    () => followed.at(-1)?.position === last || undefined,
    () => `the follower to reach ${last}; it is at ${followed.at(-1)?.position}`,
  );
  enough.abort();
  await following;
  expect(await server.stop()).toBe(0);
  const stored = await readDatabase(await open(life));
  return { sent, agents, traces, events, replay, followed, completed, ...stored };
}
