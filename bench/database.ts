/** Measures the embedded database on this machine's disk: `node bench/database.ts`. */
import { fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenDatabase, Statement } from "../apps/server/src/platform/database/database.ts";
import { testDatabase } from "../apps/server/src/platform/database/testing.ts";

const secondsPerCase = 3;
const warmUps = 50;

type Work = () => Promise<unknown>;

const quantile = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(2);

/** Runs `work` by some callers at once for a few seconds and prints how long each run took. */
async function measure(name: string, callers: number, work: Work): Promise<void> {
  for (let run = 0; run < warmUps; run++) await work();
  const times: number[] = [];
  const until = performance.now() + secondsPerCase * 1_000;
  const call = async (): Promise<void> => {
    while (performance.now() < until) {
      const started = performance.now();
      await work();
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  times.sort((a, b) => a - b);
  const rate = Math.round(times.length / secondsPerCase);
  print([name, callers, rate, quantile(times, 0.5), quantile(times, 0.99)]);
}

const print = (cells: readonly (string | number)[]): void =>
  void process.stdout.write(`| ${cells.join(" | ")} |\n`);

/** What one flush of the disk costs. */
function measureDisk(): void {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
  const file = openSync(join(folder, "file"), "w");
  const times = Array.from({ length: 200 }, () => {
    writeSync(file, Buffer.alloc(8_192));
    const started = performance.now();
    fsyncSync(file);
    return performance.now() - started;
  }).sort((a, b) => a - b);
  rmSync(folder, { recursive: true });
  print(["fsync of the disk", 1, "", quantile(times, 0.5), quantile(times, 0.99)]);
}

/** Two reads, two inserts, an update and a sequence: about what a signal costs. */
function signalOf(row: number): Statement[] {
  const key = String(row % 50);
  return [
    { name: "read-1", text: "select * from counters where key = $1", values: [key] },
    { name: "read-2", text: "select count(*) from facts where key = $1 and id < 0", values: [key] },
    {
      name: "write-1",
      text: "insert into facts (key, data) values ($1, $2)",
      values: [key, '{"tool":"Bash"}'],
    },
    {
      name: "write-2",
      text: "insert into facts (key, data) values ($1, $2)",
      values: [key, '{"tool":"Read"}'],
    },
    { name: "move", text: "update counters set value = value + 1 where key = $1", values: [key] },
    { name: "number", text: "select nextval('events_position')", values: [] },
  ];
}

async function createTables(db: OpenDatabase): Promise<void> {
  await db.pool.query(
    "create table facts (id bigint generated always as identity primary key, key text, data jsonb)",
  );
  await db.pool.query("create index facts_by_key on facts (key, id)");
  await db.pool.query(
    "create table counters (key text primary key, value int not null) with (fillfactor = 50)",
  );
  await db.pool.query("insert into counters select n::text, 0 from generate_series(0, 49) n");
}

const db = await testDatabase();
await createTables(db);
let row = 0;
const batch: Work = () => {
  row += 1;
  return db.batch(signalOf(row));
};
const transaction: Work = () =>
  db.transaction(async (tx) => {
    await tx.selectFrom("events_reactions").selectAll().where("name", "=", "none").execute();
    await tx.updateTable("events_reactions").set({ position: 1 }).where("name", "=", "none").execute();
  });
const read: Work = () => db.read.selectFrom("projects").selectAll().where("slug", "=", "none").execute();

print(["case", "callers", "per second", "p50 ms", "p99 ms"]);
print(["---", "---", "---", "---", "---"]);
measureDisk();
await measure("batch of 6 statements", 1, batch);
await measure("batch of 6 statements", 8, batch);
await measure("batch of 6 statements", 32, batch);
await measure("transaction of 2 statements", 1, transaction);
await measure("transaction of 2 statements", 32, transaction);
await measure("read of one row", 1, read);
await measure("read of one row", 32, read);
await db.close();
