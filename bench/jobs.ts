/** Our jobs against the bare queue, on one engine: `[SIGNALBOX_TEST_DATABASE_URL=…] node bench/jobs.ts`. */
import { testDatabase } from "../apps/server/src/platform/database/testing.ts";
import { aLog } from "../apps/server/src/platform/events/testing.ts";
import { bareQueue } from "../apps/server/src/platform/jobs/bare-queue.testing.ts";
import { aCause, aJob, aNode } from "../apps/server/src/platform/jobs/testing.ts";

const jobs = Number(process.argv[2] ?? 2_000);
const callers = 32;
const atOnce = 40;
const rounds = 3;
const limits = { tickMs: 1_000, heartbeatMs: 4_000 };

const db = await testDatabase();
const events = await aLog(db);

/** Runs `work` so often by some callers at once; answers how often a second. */
async function rateOf(work: () => Promise<unknown>): Promise<number> {
  let left = jobs;
  const since = performance.now();
  const call = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: callers }, call));
  return (jobs / (performance.now() - since)) * 1_000;
}

/** Counts jobs from the first that was done; answers how many a second. */
async function rateOfDone(begin: (each: () => void) => Promise<unknown>): Promise<number> {
  const done = Promise.withResolvers<void>();
  let count = 0;
  let since = 0;
  await begin(() => {
    count += 1;
    if (count === 1) since = performance.now();
    if (count === jobs) done.resolve();
  });
  await done.promise;
  return (jobs / (performance.now() - since)) * 1_000;
}

async function bare(round: number) {
  const queue = await bareQueue(db, `bare.${round}`);
  const enqueued = await rateOf(() => queue.send({ payload: { text: "" }, cause: aCause() }));
  const completed = await rateOfDone((each) => queue.work(atOnce, each));
  await queue.stop();
  return { enqueued, completed };
}

async function ours() {
  let each = () => {};
  const job = aJob(() => each(), { perNode: atOnce });
  const api = await aNode(db, events, { jobs: [job.job], works: false });
  const request = () => ({ payload: { text: "" }, cause: aCause() });
  const enqueued = await rateOf(() => db.write(api.queue.statementFor(job.definition, request())));
  await api.stop();
  let stop: () => Promise<unknown> = async () => {};
  const completed = await rateOfDone(async (one) => {
    each = one;
    ({ stop } = await aNode(db, events, { jobs: [job.job], limits }));
  });
  await stop();
  return { enqueued, completed };
}

const middle = (numbers: readonly number[]): number =>
  Math.round(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0);

const measured: { bare: Awaited<ReturnType<typeof bare>>; ours: Awaited<ReturnType<typeof ours>> }[] = [];
for (let round = 0; round < rounds; round++) measured.push({ bare: await bare(round), ours: await ours() });
process.stdout.write("| jobs a second | ours | the bare queue |\n|---|---|---|\n");
for (const what of ["enqueued", "completed"] as const) {
  const own = middle(measured.map((round) => round.ours[what]));
  process.stdout.write(`| ${what} | ${own} | ${middle(measured.map((round) => round.bare[what]))} |\n`);
}
await events.stop();
await db.close();
