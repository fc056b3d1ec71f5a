import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { endOfLostHosts } from "./lost-hosts.ts";
import { aRunner } from "./running.testing.ts";
import { sweep } from "./sweep.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** A machine that a server was heard of so many minutes ago. */
async function aHost(minutesAgo: number): Promise<string> {
  const hostId = newId();
  await db.pool.query(
    "insert into projects_hosts (id, key, name, platform, created_at, last_seen_at) values ($1, $2, 'h', 'linux', now(), now())",
    [hostId, newId()],
  );
  await db.pool.query(
    `insert into nodes (id, name, role, host_name, pid, version, beat_at, due_at, host_id)
      values ($1, 'n', 'all', 'h', 1, '1', now() - make_interval(mins => $2), now(), $3)`,
    [newId(), minutesAgo, hostId],
  );
  return hostId;
}

test("what a lost machine ran is interrupted, and what runs elsewhere goes on", async () => {
  const runner = await aRunner(db);
  const ids: string[] = [];
  for (const hostId of [await aHost(20), await aHost(1), runner.hostId]) {
    const { id } = await runner.queue({ concurrency: 9 });
    await db.pool.query(
      "update executions set state = 'running', started_at = queued_at, host_id = $2 where id = $1",
      [id, hostId],
    );
    ids.push(id);
  }
  await endOfLostHosts(runner.options);
  const rows = await Promise.all(ids.map(runner.get));
  expect(rows.map(({ state }) => state)).toEqual(["interrupted", "running", "running"]);
  expect(rows[0]?.reason).toMatch(/not been heard of for 15 minutes/);
  await db.pool.query("update executions set host_id = $1 where ended_at is null", [runner.hostId]);
});

test("a machine that was taken for lost ends what it still runs of that", async () => {
  const runner = await aRunner(db);
  const { id } = await runner.queue({ prompt: "echo begun; sleep 600" });
  const row = await runner.as(id, "its output", ({ log_lines }) => Number(log_lines) > 0);
  await db.pool.query(
    "update executions set state = 'interrupted', ended_at = now(), input = null where id = $1",
    [id],
  );
  await sweep(runner.options);
  await runner.as(id, "its supervisor to be gone", () => !lives(row.supervisor_pid));
});

const lives = (pid: number | null): boolean => {
  try {
    return pid !== null && process.kill(pid, 0);
  } catch {
    return false;
  }
};
