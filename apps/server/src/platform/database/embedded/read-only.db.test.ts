import { isMissing } from "@signalbox/testkit/machine";
import { findReadOnly, makeReadOnly } from "@signalbox/testkit/read-only";
import { removeFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import type { OpenDatabase } from "../database.ts";
import { openDatabase } from "../open-database.ts";
import { preparedFolder } from "../testing.ts";

/** Has the engine stop over its files, as its own upkeep would beside the guard: its log needs a new one. */
async function stopOverFiles(db: OpenDatabase): Promise<void> {
  const upkeep = "select pg_switch_wal(), pg_logical_emit_message(false, '', repeat('x', 100), true)";
  await expect(db.pool.query(upkeep)).rejects.toThrow();
  await expect(db.pool.query("select 1")).rejects.toMatchObject({ code: "database.read_only" });
}

test.skipIf(isMissing(findReadOnly()))(
  "an engine that stopped over files that it may not write is back as soon as it may, with all that was acknowledged",
  async () => {
    const folder = await preparedFolder();
    onTestFinished(() => removeFolder(folder));
    const warnings: string[] = [];
    const db = await openDatabase({ folder, warn: (text) => void warnings.push(text) });
    onTestFinished(() => db.close());
    await db.pool.query("create table notes (text text)");
    await db.pool.query("insert into notes values ('kept')");

    const open = makeReadOnly(folder);
    try {
      expect(db.state()).toBe("read_only");
      await stopOverFiles(db);
    } finally {
      open();
    }
    await expect.poll(() => db.state()).toBe("ready");
    expect((await db.pool.query("select text from notes")).rows).toEqual([{ text: "kept" }]);
    await db.pool.query("insert into notes values ('and more')");
  },
);

test.skipIf(isMissing(findReadOnly()))(
  "while it starts again over files that may be written, whoever comes waits, and is not told of what was",
  async () => {
    const folder = await preparedFolder();
    onTestFinished(() => removeFolder(folder));
    const db = await openDatabase({ folder, limits: { restartPausesMs: [3_000] } });
    onTestFinished(() => db.close());
    const open = makeReadOnly(folder);
    await stopOverFiles(db).finally(open);
    const stateWhenAsked = async () => {
      const state = db.state();
      await db.pool.query("select 1");
      return state;
    };
    await expect.poll(stateWhenAsked).toBe("recovering");
  },
);
