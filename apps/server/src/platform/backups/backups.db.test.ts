import { existsSync } from "node:fs";
import { join } from "node:path";
import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
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
  const restoring = { backup: backup.path, folder, url: undefined, path: "", clock: fixedClock() };
  await expect(restoreBackup(restoring)).rejects.toMatchObject({ code: "database.in_use" });
  await db.close();
  const { aside } = await restoreBackup(restoring);
  expect(existsSync(String(aside))).toBe(true);
  const restored = await running(folder);
  const { rows } = await restored.db.pool.query("select count(*)::int as count from events_reactions");
  expect(rows).toEqual([{ count: kept }]);
});

test("a folder that is no backup is refused by its name", async () => {
  const restoring = restoreBackup({
    backup: home,
    folder: home,
    url: undefined,
    path: "",
    clock: fixedClock(),
  });
  await expect(restoring).rejects.toMatchObject({ code: "backups.none" });
});
