import { routes } from "@signalbox/contract/routes";
import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { afterEach, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createReactions } from "../../../platform/events/reactions.ts";
import { aLog, aNote } from "../../../platform/events/testing.ts";
import { aServer, silentLog, unreached, wordGate } from "../../../platform/http/testing.ts";
import { aJob, aNode } from "../../../platform/jobs/testing.ts";
import { aNodeWith } from "../../../platform/nodes/testing.ts";
import { createJobOperations } from "./jobs.module.ts";

let db: TestDatabase;
let log: Awaited<ReturnType<typeof aLog>>;
let audited: string[] = [];
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
  audited = [];
  for (const release of releases.splice(0).reverse()) await release();
});

const noUpkeep = {
  filesFolder: "/nowhere",
  version: "0.0.0",
  backupSource: { kind: "embedded", engine: { copy: async () => {} } } as const,
  retained: [],
  keep: { exportDays: 1, backups: 1 },
};

/** An API over a node that works on these jobs. */
async function anApi(
  jobs: ReturnType<typeof aJob>[],
  reactions: Parameters<typeof createReactions>[0]["reactions"] = [],
) {
  const node = await aNode(db, log, { jobs: jobs.map(({ job }) => job) });
  releases.push(node.stop);
  const holder = newId();
  const running = createReactions({
    db,
    log: silentLog,
    feed: log,
    clock: fixedClock(),
    node: holder,
    reactions,
    limits: { retryDelaysMs: [], gatherMs: 0 },
  });
  await running.start?.();
  releases.push((await aNodeWith(running.loops, { db, node: holder })).stop);
  const own = createJobOperations({
    db,
    events: log,
    clock: fixedClock(),
    clockWatch: { lastJump: () => undefined },
    audit: { record: async (_tx, { action }) => void audited.push(action) },
    queue: node.queue,
    reactions: running,
    ...noUpkeep,
  }).routes;
  const server = await aServer({ gate: wordGate(), routes: [...own, ...unreached(routes, own)] });
  releases.push(() => server.stop());
  const ask = async (method: string, path: string) => {
    const answer = await server.ask(path, { method, headers: { authorization: "Bearer read,operate" } });
    return { status: answer.status, body: answer.text === "" ? null : answer.json() };
  };
  const stateOf = async (id: string | null) => (await ask("GET", `/api/jobs/${id}`)).body;
  return { ...node, ask, stateOf };
}

/** On a busy machine everything takes its time. */
const patiently = { timeout: 18_000 };
const never = { limit: 0, firstWaitSeconds: 0, longestWaitSeconds: 1 };

test("a job that failed is found by its words, tells why, and succeeds when it is tried once more", async () => {
  let isBroken = true;
  const job = aJob(
    () => {
      if (isBroken) throw new Error("the harbour is closed");
    },
    { retry: never },
  );
  const { ask, enqueue, stateOf } = await anApi([job]);
  const id = await enqueue(job, { text: "with the key sk-ant-api03-abcdefghijklmnopqrstuvwxyz" });
  await expect
    .poll(() => stateOf(id), patiently)
    .toMatchObject({ state: "failed", attempts: 1, error: "the harbour is closed" });
  expect(await stateOf(id)).toMatchObject({ payload: { text: "with the key [redacted]" } });
  const found = await ask("GET", "/api/jobs?state=failed&search=HARBOUR");
  expect(found.body).toMatchObject({ items: [{ id, queue: job.definition.name }], nextCursor: null });
  isBroken = false;
  expect((await ask("POST", `/api/jobs/${id}/retry`)).status).toBe(200);
  await expect.poll(() => stateOf(id), patiently).toMatchObject({ state: "completed", attempts: 2 });
  expect(await ask("POST", `/api/jobs/${id}/retry`)).toMatchObject({
    status: 409,
    body: { code: "jobs.not_ended" },
  });
});

test("a failed job is discarded, and gone", async () => {
  const job = aJob(
    () => {
      throw new Error("no");
    },
    { retry: never },
  );
  const { ask, enqueue, stateOf } = await anApi([job]);
  const id = await enqueue(job);
  await expect.poll(() => stateOf(id), patiently).toMatchObject({ state: "failed" });
  expect((await ask("DELETE", `/api/jobs/${id}`)).status).toBe(204);
  expect((await ask("GET", `/api/jobs/${id}`)).status).toBe(404);
});

test("a job that runs is cancelled: its handler is told, and only then it counts as cancelled", async () => {
  const job = aJob(
    ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  );
  const { ask, enqueue, stateOf } = await anApi([job]);
  const id = await enqueue(job);
  await job.tried(1);
  expect((await ask("POST", `/api/jobs/${id}/cancel`)).body).toMatchObject({
    state: "running",
    cancelRequested: true,
  });
  await expect.poll(() => stateOf(id), patiently).toMatchObject({ state: "cancelled", attempts: 1 });
  expect(audited).toEqual(["job.cancelled"]);
  expect((await ask("POST", `/api/jobs/${id}/cancel`)).status).toBe(409);
});

test("a job that waits is cancelled at once", async () => {
  const job = aJob();
  const { ask, enqueue } = await anApi([job]);
  const id = await enqueue(job, { runAt: new Date(Date.now() + 60_000) });
  expect((await ask("POST", `/api/jobs/${id}/cancel`)).body).toMatchObject({ state: "cancelled" });
});

test("queues are counted, and their jobs listed page by page, the newest first", async () => {
  const job = aJob();
  const { ask, enqueue } = await anApi([job]);
  const runAt = new Date(Date.now() + 60_000);
  const ids: (string | null)[] = [];
  for (let count = 0; count < 3; count++) ids.unshift(await enqueue(job, { runAt }));
  const queues = await ask("GET", "/api/job-queues");
  expect(queues.body).toMatchObject({
    items: [{ name: job.definition.name, counts: { waiting: 3, failed: 0 }, waitingSince: null }],
  });
  const first = await ask("GET", "/api/jobs?limit=2");
  expect(first.body).toMatchObject({ items: [{ id: ids[0] }, { id: ids[1] }] });
  const cursor = String(Object(first.body).nextCursor);
  const second = await ask("GET", `/api/jobs?limit=2&cursor=${cursor}`);
  expect(second.body).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
});

test("a schedule tells when it is next, and runs now when a person says so", async () => {
  const job = aJob(() => {}, { cron: { expression: "0 4 1 1 *", payload: { text: "by the clock" } } });
  const { ask } = await anApi([job]);
  const queue = job.definition.name;
  expect((await ask("GET", "/api/job-schedules")).body).toMatchObject({
    items: [{ queue, timeZone: "UTC", nextAt: expect.stringContaining("-01-01T04:00:00"), lastAt: null }],
  });
  expect((await ask("POST", `/api/job-schedules/${queue}/run`)).status).toBe(202);
  await job.tried(1);
  expect(job.tries[0]?.payload).toEqual({ text: "by the clock" });
});

test("an event that a reaction gave up on is retried or discarded by a person", async () => {
  let isBroken = true;
  const reaction = {
    name: "a fragile one",
    types: ["note.written"],
    handle: async () => {
      if (isBroken) throw new Error("not yet");
      return [];
    },
  };
  const { ask } = await anApi([], [reaction]);
  await log.write(aNote("one"), aNote("two"));
  const letters = async () => Object((await ask("GET", "/api/dead-letters")).body).items;
  await expect.poll(letters, patiently).toHaveLength(2);
  const [one, two] = await letters();
  expect(await ask("POST", `/api/dead-letters/${one.id}/retry`)).toMatchObject({ status: 409 });
  isBroken = false;
  expect((await ask("POST", `/api/dead-letters/${one.id}/retry`)).status).toBe(204);
  expect((await ask("DELETE", `/api/dead-letters/${two.id}`)).status).toBe(204);
  expect(await letters()).toEqual([]);
});
