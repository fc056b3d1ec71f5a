import {
  agentStarted,
  commandCompleted,
  commandOpened,
  questionAsked,
  questionClosed,
  turnRecorded,
} from "@signalbox/contract/agents";
import { getStatus } from "@signalbox/contract/attention";
import type { EventEnvelope } from "@signalbox/contract/event";
import { seeded } from "@signalbox/testkit/seeded";
import { until } from "@signalbox/testkit/until";
import { beforeAll, expect, test } from "vitest";
import type { OpenDatabase } from "../../src/platform/database/database.ts";
import { allAgents } from "../all-pages.ts";
import type { Trace } from "./errands.ts";
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
}

/** Sends at load through the deaths of a server, and reads what was left. */
async function survive({ server, open, seed, sessions, diesAgain }: Survival) {
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
  const followed: EventEnvelope[] = [];
  const enough = new AbortController();
  const following = followThrough(server, followed, enough.signal);
  for (; diesAgain(deaths); deaths++) await Promise.race([server.killUnderLoad(dice), working, following]);
  const sent = await working;

  const life = await server.alive();
  const { client } = life;
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

/** What must hold of whatever was killed; `survived` begins once the tests run. */
export function testsOfSurvival(survived: () => Promise<Survival>): void {
  let left: Awaited<ReturnType<typeof survive>>;
  beforeAll(async () => {
    left = await survive(await survived());
  }, 600_000);

  const sessionOf = ({ sessionId }: Sent) => left.agents.find((agent) => agent.sessionId === sessionId);
  const idsOf = (type: string) =>
    left.events.filter((event) => event.type === type).map(({ subject }) => subject.id);

  test("keeps every acknowledged signal, each once, and parks none", () => {
    const identities = left.signals.map(({ identity }) => identity);
    expect(identities.toSorted()).toEqual(left.sent.flatMap((one) => one.identities).toSorted());
    expect(left.signals.filter(({ error }) => error !== null)).toEqual([]);
  });

  test("keeps the effects of each signal, none twice", () => {
    for (const one of left.sent) {
      const agent = sessionOf(one);
      const { outcomes, turns, questions } = one;
      expect(agent).toMatchObject({ state: "complete", queuedPrompts: 0 });
      expect(agent?.endedAt === null).toBe(!one.ended);
      expect(left.traces.get(agent?.id ?? "")).toEqual({ outcomes, turns, questions, unfinished: 0 });
    }
  });

  test("keeps what child agents did, and that they ended", () => {
    for (const one of left.sent) {
      const parentId = sessionOf(one)?.id;
      const children = left.agents.filter((agent) => agent.parentId === parentId).reverse();
      expect(children.map(({ id }) => left.traces.get(id))).toEqual(
        one.children.map((trace) => ({ ...trace, unfinished: 0 })),
      );
      expect(children.filter(({ endedAt }) => endedAt === null)).toEqual([]);
    }
  });

  test("numbers events strictly upwards, and replays and follows exactly the log", () => {
    const positions = left.events.map(({ position }) => BigInt(position));
    expect(positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? 0n))).toBe(
      true,
    );
    expect(left.replay).toEqual(left.events);
    expect(left.followed).toEqual(left.events);
  });

  test("tells of each fact by one event", () => {
    const everything = left.sent.flatMap((one) => [one, ...one.children]);
    const count = (of: keyof Trace) => everything.reduce((sum, trace) => sum + trace[of].length, 0);
    const expected = [
      [agentStarted, everything.length],
      [commandOpened, count("outcomes")],
      [commandCompleted, count("outcomes")],
      [turnRecorded, count("turns")],
      [questionAsked, count("questions")],
      [questionClosed, count("questions")],
    ] as const;
    for (const [{ type }, times] of expected) {
      expect([type, idsOf(type).length, new Set(idsOf(type)).size]).toEqual([type, times, times]);
    }
  });

  test("brings reactions to the end of the log, each session's command counted once", () => {
    const sum = (of: "completed" | "done") => left.hours.reduce((total, hour) => total + hour[of], 0);
    expect(sum("completed")).toBe(left.completed.length);
    expect(sum("done")).toBe(left.completed.filter((outcome) => outcome === "done").length);
    expect(left.deadLetters).toEqual([]);
  });
}
