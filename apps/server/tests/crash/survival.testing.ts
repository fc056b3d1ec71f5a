import {
  agentStarted,
  commandCompleted,
  commandOpened,
  questionAsked,
  questionClosed,
  turnRecorded,
} from "@signalbox/contract/agent-events";
import { beforeAll, expect, test } from "vitest";
import type { Trace } from "./errands.ts";
import { type Survival, survive } from "./survive.testing.ts";
import type { Sent } from "./watched-session.ts";

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
