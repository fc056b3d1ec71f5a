/** Opens the database of a folder and writes without end; prints the number of each acknowledged transaction. */
import { openDatabase } from "../open-database.ts";

const [folder = ""] = process.argv.slice(2);
const writers = 8;

const db = await openDatabase({ folder });
await db.pool.query(
  "create table if not exists written (id bigint generated always as identity, run text, number int)",
);
const run = String(process.pid);
let number = 0;

async function write(): Promise<void> {
  for (;;) {
    number += 1;
    const mine = number;
    const half = (name: string) => ({
      name,
      text: "insert into written (run, number) values ($1, $2)",
      values: [run, mine],
    });
    await db.batch([half("first"), half("second")]);
    process.stdout.write(`${mine}\n`);
  }
}

await Promise.all(Array.from({ length: writers }, write));
