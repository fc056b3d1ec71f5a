import type { Client } from "@signalbox/client/client";
import { agentStarted } from "@signalbox/contract/agent-events";
import type { EventEnvelope } from "@signalbox/contract/event";
import { jobCompleted } from "@signalbox/contract/jobs";
import { expect, test } from "vitest";
import { type Hindsight, lookBack, runnersOf } from "./hindsight.ts";
import { allEvents } from "./left-behind.ts";
import type { MortalCluster } from "./mortal-cluster.ts";
import { type JobsLeft, jobsLeftBy, type Started, startJobs } from "./operators-jobs.ts";
import type { Sent } from "./watched-session.ts";

/** An operator who starts jobs while parts of a cluster die, and looks at it all before it stops. */
export function anOperator(cluster: () => MortalCluster) {
  let started: Started[] = [];
  let seen: (JobsLeft & Hindsight & { started: Started[]; events: EventEnvelope[] }) | undefined;
  return {
    meanwhile: async (goesOn: () => boolean): Promise<void> => {
      started = await startJobs(cluster(), goesOn);
    },
    afterwards: async (client: Client, sent: readonly Sent[]): Promise<void> => {
      const jobs = await jobsLeftBy(client, started);
      const hindsight = await lookBack(cluster(), client, sent);
      seen = { ...jobs, ...hindsight, started, events: await allEvents(client) };
    },
    seen: () => {
      if (seen === undefined) throw new Error("The operator saw nothing");
      return seen;
    },
  };
}

type Seen = ReturnType<ReturnType<typeof anOperator>["seen"]>;

/** What must hold of every job whose id was answered. */
export function testsOfJobs(seen: () => Seen): void {
  test("brings every acknowledged job to a good end", () => {
    const { jobs, started } = seen();
    const kinds = new Set(jobs.map(({ queue }) => queue));
    expect([...kinds].sort()).toEqual(["hooks.check", "operations.export_events", "operations.retention"]);
    expect(jobs.map(({ id }) => id)).toEqual(started.map(({ id }) => id));
    expect(jobs.filter(({ state }) => state !== "completed")).toEqual([]);
  });

  test("lists each job with how often it was tried", () => {
    const { jobs, listed } = seen();
    const tries = new Map(listed.map(({ id, attempts, state }) => [id, { attempts, state }]));
    for (const { id, attempts, failures } of jobs) {
      expect(tries.get(id)).toEqual({ attempts, state: "completed" });
      // A try that was killed told nothing; one that failed, of what.
      expect(failures.length).toBeLessThan(attempts);
      expect(failures.filter(({ message }) => message === "")).toEqual([]);
    }
  });

  test("exports each event once, and all that there were when it was asked to", () => {
    const { jobs, events, exports, started } = seen();
    const places = events.map(({ position, id }) => `${position} ${id}`);
    for (const { id } of jobs.filter(({ queue }) => queue === "operations.export_events")) {
      const lines = exports.get(id) ?? [];
      expect(lines).toEqual(places.slice(0, lines.length));
      const newest = BigInt(lines.at(-1)?.split(" ").at(0) ?? 0);
      expect(newest).toBeGreaterThanOrEqual(BigInt(started.find((one) => one.id === id)?.after ?? 0));
    }
  });

  test("tells of each job's end by one event, and audits its start once", () => {
    const { jobs, events, audited } = seen();
    const ends = events.filter(({ type }) => type === jobCompleted.type).map(({ subject }) => subject.id);
    for (const { id, queue } of jobs) {
      const told = ends.filter((one) => one === id).length;
      const begun = audited.filter(({ subject }) => subject.id === id).length;
      expect({ queue, told, begun }).toEqual({ queue, told: queue === "hooks.check" ? 0 : 1, begun: 1 });
    }
  });
}

/** What an operator looks for when parts have died. */
export function testsOfHindsight(seen: () => Seen): void {
  test("shows which nodes are there, and which ended without having stopped", () => {
    const { nodes, killed, present } = seen();
    const alive = nodes.filter((node) => node.alive).map(({ role, pid }) => ({ role, pid }));
    const byPid = (one: { pid: number }, other: { pid: number }) => one.pid - other.pid;
    expect(alive.sort(byPid)).toEqual(present.toSorted(byPid));
    const gone = nodes.filter((node) => !node.alive);
    expect(gone.map(({ role, pid }) => ({ role, pid })).sort(byPid)).toEqual(killed.toSorted(byPid));
    expect(gone.filter(({ stoppedAt, connections }) => stoppedAt !== null || connections.length > 0)).toEqual(
      [],
    );
    expect(nodes.filter(({ answers, role }) => answers && role === "api")).toHaveLength(1);
  });

  test("has each loop that one node runs for all on one node again", () => {
    const runners = runnersOf(seen().nodes);
    expect(runners.size).toBeGreaterThan(0);
    expect([...runners].filter(([, count]) => count !== 1)).toEqual([]);
  });

  test("is well again, and says of each part why", () => {
    const { health } = seen();
    const named = new Map(health.parts.map((part) => [part.name, part]));
    for (const name of ["database", "event_log", "reactions", "jobs"])
      expect([name, named.get(name)?.status, named.get(name)?.reason]).toEqual([
        name,
        "ok",
        expect.stringMatching(/\w/),
      ]);
    expect(health.parts.filter(({ status, cure }) => status !== "ok" && cure === null)).toEqual([]);
  });

  test("tells which worker exported, and what the hook of a session led to", () => {
    const { jobs, nodes, chain, begun } = seen();
    const workers = nodes.filter(({ role }) => role === "worker").map(({ id }) => id);
    const exports = jobs.filter(({ queue }) => queue === "operations.export_events");
    expect(exports.filter(({ node }) => node === null || !workers.includes(node))).toEqual([]);
    expect(chain.signals.map(({ event }) => event)).toEqual(["SessionStart"]);
    const start = chain.events.find(({ type }) => type === agentStarted.type);
    expect(start).toMatchObject({ subject: { id: chain.signals[0]?.agentId } });
    expect(start?.data).toMatchObject({ sessionId: begun.sessionId });
  });

  test("shows the log of a node that answers", () => {
    const { log, loggedBy, present } = seen();
    expect(present).toContainEqual({ role: "api", pid: loggedBy });
    expect(log.length).toBeGreaterThan(0);
    expect(log.filter(({ at, message }) => at === null || message === "")).toEqual([]);
  });
}
