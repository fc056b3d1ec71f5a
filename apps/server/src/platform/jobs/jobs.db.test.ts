import { once } from "node:events";
import { sql } from "kysely";
import { afterEach, beforeAll, expect, test } from "vitest";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { aLog } from "../events/testing.ts";
import type { Job } from "./define-job.ts";
import { cancelJob } from "./job-control.ts";
import { aCause, aJob, aNode } from "./testing.ts";

let db: TestDatabase;
let log: Awaited<ReturnType<typeof aLog>>;
const releases: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  db = await testDatabase();
  log = await aLog(db);
  return async () => {
    await log.stop();
    await db.close();
  };
});
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

const node = async (jobs: Job[], options: Partial<Parameters<typeof aNode>[2]> = {}) => {
  const made = await aNode(db, log, { jobs, ...options });
  releases.push(made.stop);
  return made;
};

const rowOf = async (id: string | null) => {
  const { rows } = await sql<{
    state: string;
    tries: number;
    output: unknown;
    failures: { message: string }[] | null;
  }>`
    select j.state, j.retry_count as tries, j.output, r.failures
    from pgboss.job j left join jobs_runs r on r.job_id = j.id where j.id = ${id}::uuid
  `.execute(db.read);
  return rows[0];
};

const settled = (id: string | null, state: string) =>
  expect.poll(async () => (await rowOf(id))?.state, { timeout: 18_000 }).toBe(state);

test("a job is worked on with its payload, and its answer kept", async () => {
  const job = aJob(({ payload }) => ({ said: payload.text }));
  const { enqueue } = await node([job.job]);
  const id = await enqueue(job, { text: "hello" });
  await settled(id, "completed");
  expect((await rowOf(id))?.output).toEqual({ result: { said: "hello" } });
});

test("a job enqueued in a transaction that is rolled back never was", async () => {
  const job = aJob();
  const { queue, enqueue } = await node([job.job]);
  const failing = db.transaction(async (tx) => {
    await queue.enqueue(tx, job.definition, { payload: { text: "never" }, cause: aCause() });
    throw new Error("the cause failed");
  });
  await expect(failing).rejects.toThrow("the cause failed");
  await enqueue(job, { text: "after" });
  await job.tried(1);
  expect(job.tries.map(({ payload }) => payload.text)).toEqual(["after"]);
});

test("a job enqueued as a statement of a batch is worked on", async () => {
  const job = aJob();
  const { queue } = await node([job.job]);
  const insert = queue.statementFor(job.definition, { payload: { text: "in a batch" }, cause: aCause() });
  const [rows] = await db.batch([insert, { name: "", text: "select 1", values: [] }]);
  queue.wake(job.definition);
  await job.tried(1);
  expect(rows).toEqual([{ id: job.tries[0]?.id }]);
});

test("a node that does not work on jobs enqueues them for one that does", async () => {
  const job = aJob();
  const api = await node([job.job], { works: false });
  const id = await api.enqueue(job);
  await node([job.job]);
  await settled(id, "completed");
});

test("a try that fails is repeated after a wait, and what fails at the last stays with its errors", async () => {
  let failures = 0;
  const job = aJob(
    () => {
      failures += 1;
      throw new Error(`failure ${failures} with sk-ant-api03-abcdefghijklmnopqrstuvwxyz`);
    },
    { retry: { limit: 1, firstWaitSeconds: 0, longestWaitSeconds: 1 } },
  );
  const { enqueue } = await node([job.job]);
  const id = await enqueue(job);
  await settled(id, "failed");
  expect((await rowOf(id))?.failures?.map(({ message }) => message)).toEqual([
    "failure 1 with [redacted]",
    "failure 2 with [redacted]",
  ]);
});

test("what can't succeed is not tried again", async () => {
  const job = aJob(() => {
    throw new AppError("invalid", "test.no_use", "There is no use");
  });
  const { enqueue } = await node([job.job]);
  const id = await enqueue(job);
  await settled(id, "failed");
  expect(job.tries).toHaveLength(1);
});

test("a try that takes longer than its limit is told to end, and fails", async () => {
  const job = aJob(({ signal }) => once(signal, "abort"), {
    timeLimitSeconds: 0.05,
    retry: { limit: 0, firstWaitSeconds: 0, longestWaitSeconds: 1 },
  });
  const { enqueue } = await node([job.job]);
  const id = await enqueue(job);
  await expect.poll(async () => (await rowOf(id))?.state, { timeout: 18_000 }).not.toBe("active");
});

test("of one key one job is worked on at a time, while other keys go on", async () => {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const job = aJob(({ payload }) => gates.get(payload.text)?.promise, { byKey: "one_at_a_time", perNode: 4 });
  const { enqueue } = await node([job.job]);
  for (const text of ["a1", "a2", "b1"]) gates.set(text, Promise.withResolvers());
  await enqueue(job, { text: "a1", key: "a" });
  await job.tried(1);
  await enqueue(job, { text: "a2", key: "a" });
  await enqueue(job, { text: "b1", key: "b" });
  await job.tried(2);
  expect(job.tries.map(({ payload }) => payload.text)).toEqual(["a1", "b1"]);
  gates.get("a1")?.resolve();
  await job.tried(3);
  for (const gate of gates.values()) gate.resolve();
});

test("where a key allows one job, a second is refused until the first is done", async () => {
  const gate = Promise.withResolvers<void>();
  const job = aJob(() => gate.promise, { byKey: "once" });
  const { enqueue } = await node([job.job]);
  const id = await enqueue(job);
  await job.tried(1);
  expect(await enqueue(job)).toBeNull();
  gate.resolve();
  await settled(id, "completed");
  expect(await enqueue(job)).not.toBeNull();
  await job.tried(2);
});

test("a drain ends soon though a handler ignores its signal, and its job goes on elsewhere without using up a try", async () => {
  const never = Promise.withResolvers<void>();
  let stubborn = true;
  const job = aJob(
    async ({ progress }) => {
      if (!stubborn) return;
      await progress(30, "at the third step", { step: 3 });
      await never.promise;
    },
    { retry: { limit: 0, firstWaitSeconds: 0, longestWaitSeconds: 1 } },
  );
  const first = await node([job.job], { limits: { graceMs: 200 } });
  const id = await first.enqueue(job);
  await job.tried(1);
  await expect
    .poll(
      async () =>
        (await sql`select 1 from jobs_runs where job_id = ${id}::uuid`.execute(db.read)).rows.length,
    )
    .toBe(1);
  const since = performance.now();
  await first.stop();
  expect(performance.now() - since).toBeLessThan(5_000);
  stubborn = false;
  await node([job.job]);
  await settled(id, "completed");
  expect(job.tries[1]?.checkpoint).toEqual({ step: 3 });
  never.resolve();
});

test("a job that runs on one node is cancelled from another", async () => {
  const job = aJob(({ signal }) => once(signal, "abort").then(() => signal.throwIfAborted()));
  const works = await node([job.job]);
  await node([job.job], { works: false });
  const id = await works.enqueue(job);
  await job.tried(1);
  const target = { queue: job.definition.name, id: String(id) };
  const how = await db.transaction((tx) => cancelJob(tx, target, { actor: "system", at: new Date() }));
  expect(how).toBe("requested");
  await settled(id, "cancelled");
  expect(job.tries).toHaveLength(1);
});

test("a job of a node that was not heard of for long is another's, and the first can change nothing any more", async () => {
  const never = Promise.withResolvers<void>();
  let tries = 0;
  const job = aJob(async ({ progress }) => {
    tries += 1;
    if (tries > 1) return;
    await never.promise;
    await progress(99, "too late", { step: 99 });
  });
  // One that lives, but says so too seldom, as a laptop that sleeps.
  const asleep = await node([job.job], { limits: { tickMs: 60_000, heartbeatMs: 60_000 } });
  const id = await asleep.enqueue(job);
  await job.tried(1);
  await node([job.job], { limits: { lostAfterSeconds: 0.5 } });
  await settled(id, "completed");
  never.resolve();
  await asleep.stop();
  expect(await rowOf(id)).toMatchObject({ state: "completed", tries: 1 });
  const { rows } = await sql<{
    percent: number;
  }>`select percent from jobs_runs where job_id = ${id}::uuid`.execute(db.read);
  expect(rows[0]?.percent ?? 0).not.toBe(99);
});

test("a schedule fires once, though two nodes look at it", async () => {
  let now = new Date("2030-01-01T05:59:00Z");
  const clock = { now: () => now };
  const job = aJob(() => {}, {
    cron: { expression: "0 7 * * *", timeZone: "Europe/Berlin", payload: { text: "good morning" } },
  });
  const nodes = [await node([job.job], { clock }), await node([job.job], { clock })];
  now = new Date("2030-01-01T06:00:30Z");
  await job.tried(1);
  now = new Date("2030-01-02T06:00:30Z");
  await job.tried(2);
  for (const { stop } of nodes) await stop();
  expect(job.tries.map(({ payload }) => payload.text)).toEqual(["good morning", "good morning"]);
  const name = job.definition.name;
  const { rows } = await sql`select 1 from pgboss.job where name = ${name}`.execute(db.read);
  expect(rows).toHaveLength(2);
});

test("a clock that jumped ahead and was set back fires a schedule once, and it comes due again as it should", async () => {
  let now = new Date("2030-02-01T05:59:00Z");
  const job = aJob(() => {}, { cron: { expression: "*/10 * * * *", payload: { text: "look" } } });
  const { stop } = await node([job.job], { clock: { now: () => now } });
  now = new Date("2030-02-11T06:05:00Z");
  await job.tried(1);
  now = new Date("2030-02-01T06:01:00Z");
  await expect
    .poll(
      async () =>
        (
          await sql<{
            looked_at: Date;
          }>`select looked_at from jobs_schedules where name = ${job.definition.name}`.execute(db.read)
        ).rows,
    )
    .toEqual([{ looked_at: now }]);
  now = new Date("2030-02-01T06:10:01Z");
  await job.tried(2);
  await stop();
  expect(job.tries).toHaveLength(2);
});

test("watched jobs tell how they ended", async () => {
  const job = aJob(() => {}, { watched: true });
  const { enqueue } = await node([job.job]);
  const id = await enqueue(job);
  await expect
    .poll(async () =>
      (await log.read(0n, { types: ["job.*"] }, 100)).map(({ type, subject }) => [type, subject.id]),
    )
    .toContainEqual(["job.completed", id ?? newId()]);
});
