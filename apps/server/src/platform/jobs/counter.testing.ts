import { sql } from "kysely";
import { z } from "zod";
import { systemClock } from "../../kernel/clock.ts";
import { openDatabase } from "../database/open-database.ts";
import { openServerDatabase } from "../database/server-database.ts";
import { aLog, silentLog } from "../events/testing.ts";
import { defineJob, handleJob } from "./define-job.ts";
import { createJobQueue } from "./job-queue.ts";
import { createJobWorker } from "./job-worker.ts";

const countUp = defineJob({
  name: "tests.count",
  summary: "Counts to ten, a step a transaction",
  payload: z.object({}),
  checkpoint: z.object({ step: z.number() }),
  retry: { limit: 0, firstWaitSeconds: 1, longestWaitSeconds: 1 },
  timeLimitSeconds: 60,
});

/** Enqueues one job, works on it, and halts in its middle for good: the test kills this process. */
const [place = "", mode = "halt"] = process.argv.slice(2);
const db = place.startsWith("postgres")
  ? openServerDatabase({ url: place })
  : await openDatabase({ folder: place });
const events = await aLog(db);
const queue = createJobQueue();
const job = handleJob(countUp, async ({ checkpoint, checkpointIn, attempt }) => {
  for (let step = (checkpoint?.step ?? 0) + 1; step <= 10; step++) {
    await db.transaction(async (tx) => {
      await sql`
        insert into events_reactions (name, position, updated_at) values (${`step ${step}`}, ${attempt}, now())
      `.execute(tx);
      await checkpointIn(tx, { step });
    });
    if (mode === "halt" && step === 6) {
      process.stdout.write("halted\n");
      await new Promise(() => {});
    }
  }
});
const worker = createJobWorker({
  db,
  events,
  clock: systemClock,
  log: silentLog,
  queue,
  jobs: [job],
  works: true,
  alone: !place.startsWith("postgres"),
  limits: { tickMs: 50, heartbeatMs: 300, lostAfterSeconds: 2 },
});
await worker.start?.();
if (mode === "halt") {
  const cause = { actor: "system", correlationId: "test" };
  await db.transaction((tx) => queue.enqueue(tx, countUp, { payload: {}, cause }));
} else {
  for (;;) {
    const { rows } =
      await sql`select 1 from pgboss.job where name = ${countUp.name} and state = 'completed'`.execute(
        db.read,
      );
    if (rows.length > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  process.stdout.write("done\n");
  await worker.stop?.();
  await events.stop();
  await db.close();
}
