import { cpSync, existsSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { openEngine } from "../database/embedded/open-engine.ts";
import { databaseOn } from "../database/open-database.ts";
import { preparedFolder } from "../database/testing.ts";
import { listBackups } from "./backup-folder.ts";
import { type BackupSource, makeBackup } from "./make-backup.ts";
import { restoreBackup } from "./restore-backup.ts";

let home: string;
beforeEach(() => {
  home = temporaryFolder("backups");
});
afterEach(() => removeFolder(home));

const making = (source: BackupSource, name = "one") =>
  makeBackup({
    source,
    path: join(home, name),
    version: "0.0.0",
    createdAt: new Date("2026-01-02T03:04:05Z"),
    signal: new AbortController().signal,
    progress: async () => {},
  });

/** An embedded database that runs. */
async function running(folder: string) {
  const engine = await openEngine({ folder });
  const db = databaseOn(engine, {});
  onTestFinished(() => db.close());
  return { engine, db };
}

const here = (folder: string) => ({ folder, url: undefined, path: "", clock: fixedClock() });

const logId = newId();

/** An embedded database that is closed, and a backup from while a node ran on it. */
async function backedUp(): Promise<{ folder: string; backup: string }> {
  const folder = await preparedFolder();
  onTestFinished(() => removeFolder(folder));
  const { engine, db } = await running(folder);
  await db.pool.query("update events_identity set id = $1", [logId]);
  await db.pool.query(
    `insert into nodes (id, name, role, host_name, pid, version, due_at)
     values ($1, 'box', 'all', 'here', 1, '0.0.0', now())`,
    [newId()],
  );
  const { path: backup } = await making({ kind: "embedded", engine });
  await db.close();
  return { folder, backup };
}

const ledger = {
  name: "",
  text: "insert into events_reactions (name, position, updated_at) values ($1, 1, now())",
};

// Two engines are opened one after the other, which takes its time on a busy machine.
test("a backup is made while others write, and what is restored from it is what it had", {
  timeout: 120_000,
}, async () => {
  const folder = await preparedFolder();
  onTestFinished(() => removeFolder(folder));
  const { engine, db } = await running(folder);
  let isDone = false;
  let written = 0;
  const writers = Promise.all(
    Array.from({ length: 2 }, async (_, writer) => {
      for (; !isDone; written++) await db.write({ ...ledger, values: [`writer ${writer} ${written}`] });
    }),
  );
  await expect.poll(() => written).toBeGreaterThan(20);
  const before = written;
  const backup = await making({ kind: "embedded", engine });
  isDone = true;
  await writers;
  const kept = backup.rows?.["public.events_reactions"] ?? 0;
  expect(kept).toBeGreaterThanOrEqual(before);
  expect(await listBackups(home)).toEqual([backup]);
  const restoring = { ...here(folder), backup: backup.path };
  await expect(restoreBackup(restoring)).rejects.toMatchObject({ code: "database.in_use" });
  await db.close();
  const { aside } = await restoreBackup(restoring);
  expect(existsSync(String(aside))).toBe(true);
  const restored = await running(folder);
  const { rows } = await restored.db.pool.query("select count(*)::int as count from events_reactions");
  expect(rows).toEqual([{ count: kept }]);
});

test("what is restored is a log of its own, and its nodes ran once", { timeout: 120_000 }, async () => {
  const { folder, backup } = await backedUp();
  await restoreBackup({ ...here(folder), backup });
  const { db } = await running(folder);
  const { rows: nodes } = await db.pool.query("select stopped_at is null as runs from nodes");
  expect(nodes).toEqual([{ runs: false }]);
  const { rows: identity } = await db.pool.query("select id = $1 as same from events_identity", [logId]);
  expect(identity).toEqual([{ same: false }]);
});

test("after a restore that was killed between its two steps no empty database begins, and the next restore goes on", {
  timeout: 120_000,
}, async () => {
  const { folder, backup } = await backedUp();
  renameSync(join(folder, "pg"), join(folder, "pg.before-20260101-000000"));
  cpSync(join(backup, "pg"), join(folder, "restoring", "pg"), { recursive: true });
  await expect(openEngine({ folder })).rejects.toMatchObject({
    code: "database.unusable_folder",
    message: expect.stringContaining("bin/signalbox restore"),
  });
  const { aside } = await restoreBackup({ ...here(folder), backup });
  expect(existsSync(String(aside))).toBe(true);
  expect(readdirSync(folder).filter((name) => /^(?:pg\.before|restoring)/.test(name))).toHaveLength(1);
  await running(folder);
});

test("a folder that is no backup is refused by its name", async () => {
  const restoring = restoreBackup({ ...here(home), backup: home });
  await expect(restoring).rejects.toMatchObject({ code: "backups.none" });
});
