import { existsSync } from "node:fs";
import { appendFile, readdir, readFile, utimes } from "node:fs/promises";
import { basename, join } from "node:path";
import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { retainedEvents } from "../../platform/events/retained-events.ts";
import { aLog, aNote, silentLog } from "../../platform/events/testing.ts";
import type { Job, RawContext } from "../../platform/jobs/define-job.ts";
import { retainedJobs } from "../../platform/jobs/retained-jobs.ts";
import { aJob, aNode } from "../../platform/jobs/testing.ts";
import { exportJobs } from "./exports/exports.jobs.ts";
import { retainedExports } from "./retention/retained-files.ts";
import { retentionJobs } from "./retention/retention.jobs.ts";

let db: TestDatabase;
let log: Awaited<ReturnType<typeof aLog>>;
let folder: string;
beforeEach(async () => {
  db = await testDatabase();
  log = await aLog(db);
  folder = temporaryFolder("upkeep");
});
afterEach(async () => {
  await log.stop();
  await db.close();
  removeFolder(folder);
});

/** Runs a job's handler by itself. */
const runOnce = (job: Job | undefined, context: Partial<RawContext> = {}) =>
  job?.run({
    id: "01a00000-0000-7000-8000-000000000000",
    payload: {},
    checkpoint: null,
    attempt: 1,
    cause: { actor: "system", correlationId: newId() },
    signal: new AbortController().signal,
    log: silentLog,
    progress: async () => {},
    checkpointIn: async () => {},
    ...context,
  });

test("an export that was interrupted goes on without a doubled or missing line", async () => {
  for (let page = 0; page < 5; page++)
    await log.write(...Array.from({ length: 500 }, (_, at) => aNote(`${page} ${at}`)));
  const [job] = exportJobs(folder, log);
  let stored: unknown = null;
  const interrupted = runOnce(job, {
    progress: async (_percent, _message, checkpoint) => {
      stored = checkpoint;
      throw new Error("the node fell");
    },
  });
  await expect(interrupted).rejects.toThrow("the node fell");
  const file = join(folder, "events-01a00000-0000-7000-8000-000000000000.ndjson");
  const drafts = await readdir(folder);
  expect(drafts).toHaveLength(1);
  await appendFile(join(folder, String(drafts[0])), '{"half": "a line that was not told of');
  await log.write(aNote("after the beginning"));
  await runOnce(job, { checkpoint: stored });
  expect(await readdir(folder)).toEqual([basename(file)]);
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  const positions = lines.map((line) => Number(JSON.parse(line).position));
  expect(positions).toEqual(Array.from({ length: 2_500 }, (_, at) => at + 1));
});

test("retention shows what goes, and removes old events up to the slowest reaction, old jobs and old exports", async () => {
  const clock = fixedClock();
  const old = new Date(clock.now().getTime() - 100 * 86_400_000);
  await log.write(
    ...Array.from({ length: 700 }, () => aNote("old", { at: old })),
    aNote("new", { at: clock.now() }),
  );
  await sql`insert into events_reactions (name, position, updated_at) values ('slow', 600, now())`.execute(
    db.read,
  );
  const ended = aJob();
  const node = await aNode(db, log, { jobs: [ended.job] });
  await node.enqueue(ended);
  await ended.tried(1);
  await node.stop();
  await sql`update pgboss.job set completed_on = ${old}`.execute(db.read);
  const file = join(folder, "events-old.ndjson");
  await appendFile(file, "{}\n");
  await utimes(file, old, old);
  const retained = [
    ...retainedEvents(db, clock, 90),
    ...retainedJobs(db, clock, { ended: 14, failed: 90 }),
    retainedExports(folder, clock, 7),
  ];
  const counts = async () =>
    Object.fromEntries(
      await Promise.all(retained.map(async ({ name, count }) => [name, (await count()).count])),
    );
  expect(await counts()).toEqual({ events: 600, "dead letters": 0, jobs: 1, "failed jobs": 0, exports: 1 });
  const [job] = retentionJobs(retained);
  expect(await runOnce(job)).toMatchObject({ events: 600, jobs: 1, exports: 1 });
  expect(await counts()).toMatchObject({ events: 0, jobs: 0, exports: 0 });
  expect(await log.range()).toEqual({ oldest: 601n, newest: 701n });
  expect(existsSync(file)).toBe(false);
});

test("a clock that was set ahead has nothing removed before somebody had a day to look", async () => {
  await log.write(aNote("young"), aNote("younger"));
  const clock = { now: () => new Date(Date.now() + 200 * 86_400_000) };
  let jump = { byMs: 200 * 86_400_000, agoMs: 60_000 };
  const [job] = retentionJobs(retainedEvents(db, clock, 90), { lastJump: () => jump });
  await expect(runOnce(job)).rejects.toMatchObject({ code: "operations.clock_set" });
  expect(await log.range()).toEqual({ oldest: 1n, newest: 2n });
  jump = { ...jump, agoMs: 25 * 3_600_000 };
  expect(await runOnce(job)).toMatchObject({ events: 1 });
});
