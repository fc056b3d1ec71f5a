import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import type { LoopStatus } from "./loops.ts";
import { loopsHealth, nodesHealth } from "./nodes-health.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(() => db.pool.query("delete from nodes"));
afterAll(() => db.close());

interface Seen {
  name: string;
  role?: string;
  version?: string;
  /** How long ago it beat, in minutes; one that beat a minute ago is overdue. */
  beat?: number;
  started?: number;
}

const seen = async ({ name, role = "all", version = "1.0.0", beat = 0, started = 600 }: Seen) => {
  await db.pool.query(
    `insert into nodes (id, name, role, host_name, pid, version, report, started_at, beat_at, due_at) values
     ($1, $2, $3, 'box', 7, $4, '{}', now() - make_interval(mins => $6), now() - make_interval(mins => $5),
      now() - make_interval(mins => $5) + interval '15 seconds')`,
    [newId(), name, role, version, beat, started],
  );
};
const ask = () => nodesHealth(db.read, systemClock.now).check();

test("nodes of one version, of which one works, are well", async () => {
  await seen({ name: "api", role: "api" });
  await seen({ name: "worker", role: "worker" });
  expect(await ask()).toMatchObject({ status: "ok", reason: "2, all alive" });
});

test("where nobody works, that is failing and the cure is said", async () => {
  await seen({ name: "api", role: "api" });
  expect(await ask()).toMatchObject({ status: "failing", cure: expect.stringContaining("--role worker") });
});

test("a node that fell silent is told of for a day, unless it stopped or was started anew", async () => {
  await seen({ name: "server" });
  await seen({ name: "worker", role: "worker", beat: 5 });
  expect(await ask()).toMatchObject({
    status: "warning",
    reason: expect.stringMatching(/^worker on box, process 7 fell silent 5 min ago without stopping$/),
  });
  await seen({ name: "worker", role: "worker", started: 1 });
  expect(await ask()).toMatchObject({ status: "ok" });
  await db.pool.query("delete from nodes where role = 'worker'");
  await seen({ name: "stopped", role: "worker", beat: 5 });
  await db.pool.query("update nodes set stopped_at = beat_at where name = 'stopped'");
  await seen({ name: "long gone", role: "worker", beat: 2 * 24 * 60 });
  expect(await ask()).toMatchObject({ status: "ok" });
});

test("nodes of several versions are told by them", async () => {
  await seen({ name: "server" });
  await seen({ name: "worker", role: "worker", version: "1.1.0" });
  expect(await ask()).toMatchObject({ status: "warning", reason: expect.stringContaining("1.0.0, 1.1.0") });
});

test("a loop that keeps failing is told with its last error; one that failed once is not", () => {
  const loop: LoopStatus = {
    ...{ name: "relay", summary: "Relays", alone: true, state: "running", since: new Date() },
    ...{ dispensable: false, failures: 1, inARow: 1, lastError: "away", lastErrorAt: new Date() },
  };
  const healthOf = (facts: Partial<LoopStatus>) =>
    loopsHealth(() => [{ ...loop, ...facts }], systemClock.now).check();
  expect(healthOf({})).toMatchObject({ status: "ok", reason: "1 running" });
  expect(healthOf({ failures: 3, inARow: 3 })).toMatchObject({
    status: "warning",
    reason: "relay failed lately, and runs again",
  });
  expect(healthOf({ failures: 3, inARow: 1, state: "restarting" })).toMatchObject({ status: "ok" });
  expect(healthOf({ failures: 3, inARow: 3, state: "restarting", dispensable: true })).toMatchObject({
    status: "warning",
  });
  expect(healthOf({ failures: 3, inARow: 3, state: "restarting" })).toMatchObject({
    status: "failing",
    facts: { relay: "failed 3 times, last by: away" },
  });
  const hourAgo = new Date(Date.now() - 3_600_000);
  expect(healthOf({ failures: 9, inARow: 9, lastErrorAt: hourAgo })).toMatchObject({ status: "ok" });
});
