import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { removeFolder } from "@signalbox/testkit/temporary";
import { expect, test } from "vitest";
import { openDatabase } from "../database/open-database.ts";
import { openServerDatabase } from "../database/server-database.ts";
import { preparedFolder, testDatabase } from "../database/testing.ts";

const counter = fileURLToPath(new URL("./counter.testing.ts", import.meta.url));

/** Runs a node as a process of its own until it says something. */
async function runNode(place: string, mode: "halt" | "finish") {
  const child = spawn(process.execPath, [counter, place, mode], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { line: String(line), exit, kill: () => child.kill("SIGKILL") };
}

test("a job whose node is killed goes on from its checkpoint on another, with no step doubled or missing and no try used up", {
  timeout: 120_000,
}, async () => {
  const made = await testDatabase();
  const { url } = made;
  // The embedded database is one process's.
  if (url === undefined) await made.close();
  const place = url ?? (await preparedFolder());
  const first = await runNode(place, "halt");
  expect(first.line).toBe("halted");
  first.kill();
  await first.exit;
  const second = await runNode(place, "finish");
  expect(second.line).toBe("done");
  await second.exit;
  const db = url === undefined ? await openDatabase({ folder: place }) : openServerDatabase({ url });
  const steps = await db.pool.query<{ name: string; try: number }>(
    "select name, position::int as try from events_reactions where name like 'step %' order by substr(name, 6)::int",
  );
  const jobs = await db.pool.query("select state::text, retry_limit - retry_count as left from pgboss.job");
  await db.close();
  if (url === undefined) removeFolder(place);
  else await made.close();
  expect(steps.rows).toEqual(
    Array.from({ length: 10 }, (_, at) => ({ name: `step ${at + 1}`, try: at < 6 ? 1 : 2 })),
  );
  expect(jobs.rows).toEqual([{ state: "completed", left: 0 }]);
});
