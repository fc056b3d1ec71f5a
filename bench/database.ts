/** Measures the embedded database on this machine's disk: `node bench/database.ts`. */
import { fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testDatabase } from "../apps/server/src/platform/database/testing.ts";
import { createTables, signalOf } from "./load/bare-signals.ts";

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
