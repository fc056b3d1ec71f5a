import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openDatabase } from "../open-database.ts";
import { preparedFolder } from "../testing.ts";

const writer = fileURLToPath(new URL("./writer.testing.ts", import.meta.url));

/** Runs a writing process until it has acknowledged `enough` transactions, then kills it. */
async function killWriter(folder: string, enough: number): Promise<{ run: string; acknowledged: number[] }> {
  const child = spawn(process.execPath, [writer, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  const acknowledged: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === enough) child.kill("SIGKILL");
  }
  await exit;
  return { run: String(child.pid), acknowledged };
}

test("what was acknowledged outlives kill -9, and no transaction is there by half", {
  timeout: 120_000,
}, async () => {
  const folder = await preparedFolder();
  for (const enough of [50, 311]) {
    const { run, acknowledged } = await killWriter(folder, enough);
    const db = await openDatabase({ folder });
    const { rows } = await db.pool.query<{ number: number; rows: string }>(
      "select number, count(*) as rows from written where run = $1 group by number",
      [run],
    );
    await db.close();
    const found = new Set(rows.map(({ number }) => number));
    expect(acknowledged.filter((number) => !found.has(number))).toEqual([]);
    expect(rows.filter((row) => row.rows !== "2")).toEqual([]);
  }
  rmSync(folder, { recursive: true, force: true });
});
