import { isMissing } from "@signalbox/testkit/machine";
import { findReadOnly, makeReadOnly } from "@signalbox/testkit/read-only";
import { removeFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../open-database.ts";
import { preparedFolder } from "../testing.ts";

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
      // Beside the guard, as the engine's own upkeep would: its log needs a new file.
      await expect(
        db.pool.query("select pg_switch_wal(), pg_logical_emit_message(false, '', repeat('x', 100), true)"),
      ).rejects.toThrow();
      await expect(db.pool.query("select 1")).rejects.toMatchObject({ code: "database.read_only" });
    } finally {
      open();
    }
    await expect.poll(() => db.state()).toBe("ready");
    expect((await db.pool.query("select text from notes")).rows).toEqual([{ text: "kept" }]);
    await db.pool.query("insert into notes values ('and more')");
  },
);
