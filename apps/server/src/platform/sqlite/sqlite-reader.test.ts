import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { SqliteReader, type SqliteReaderOptions } from "./sqlite-reader.ts";

function reading(options: SqliteReaderOptions = {}) {
  const folder = temporaryFolder("sqlite");
  const reader = new SqliteReader(options);
  onTestFinished(async () => {
    await reader.stop();
    removeFolder(folder);
  });
  const make = (name: string, schema: string) => {
    const file = join(folder, name);
    const db = new DatabaseSync(file);
    db.exec(schema);
    db.close();
    return file;
  };
  return { reader, make };
}

const numbers = (most: number) => `
  with recursive number (n) as (select 1 union all select n + 1 from number where n < ${most})
  select max(n) as n from number`;

test("a file that has a view where a table should be is not asked", async () => {
  const { reader, make } = reading();
  const endless = "with recursive e (n) as (select 1 union all select n from e) select n from e";
  const file = make(
    "view.db",
    `create view Session as ${endless}; create table plain (n); insert into plain values (7)`,
  );
  await expect(reader.query(file, "select count(*) from session", [])).rejects.toThrow("Session in");
  expect(await reader.query(file, "select n from plain", [])).toMatchObject({ rows: [{ n: 7 }] });
});

test("a table that is taken for a view while the file is open is not asked again", async () => {
  const { reader, make } = reading();
  const file = make("turned.db", "create table t (n); insert into t values (1)");
  expect(await reader.query(file, "select n from t", [])).toMatchObject({ rows: [{ n: 1 }] });
  const db = new DatabaseSync(file);
  db.exec("drop table t; create view t as select 2 as n");
  db.close();
  await expect(reader.query(file, "select n from t", [])).rejects.toThrow("no plain table");
});

test("a file that does not answer in time is left alone for a while, and others are not", async () => {
  const { reader, make } = reading({ longestMs: 2_500, refusedForMs: 2_500 });
  const [slow, quick] = ["slow.db", "quick.db"].map((name) => make(name, "create table t (n)"));
  if (slow === undefined || quick === undefined) throw new Error("two files are made");
  const count = "select count(*) as n from t";
  const hung = reader.query(slow, numbers(25_000_000), []);
  const behind = reader.query(quick, count, []);
  await expect(hung).rejects.toThrow("slow.db was asked for longer than 2500 ms");
  await expect(behind).rejects.toThrow("slow.db");
  await expect(reader.query(slow, count, [])).rejects.toThrow("not asked for some minutes");
  expect(await reader.query(quick, count, [])).toMatchObject({ rows: [{ n: 0 }] });
  await expect
    .poll(() => reader.query(slow, count, []).catch(() => null), { timeout: 15_000 })
    .toMatchObject({ rows: [{ n: 0 }] });
});

test("no more than three threads are lost to files that do not answer, even if they had, and it is told which those are", async () => {
  const { reader, make } = reading({ longestMs: 1_500, refusedForMs: 0 });
  const files = [1, 2, 3, 4].map((n) => make(`slow-${n}.db`, "create table t (n)"));
  for (const file of files) await reader.query(file, "select n from t", []);
  for (const file of files.slice(0, 3))
    await expect(reader.query(file, numbers(80_000_000), [])).rejects.toThrow("was asked for longer");
  expect(reader.lost).toEqual(files.slice(0, 3));
  await expect(reader.query(files[3] ?? "", "select n from t", [])).rejects.toThrow(
    "3 other files do not answer",
  );
});

test("a file in which a thread is lost takes no other, however long it stays so, and others are asked", async () => {
  const { reader, make } = reading({ longestMs: 700, refusedForMs: 0 });
  const [slow, well] = [make("slow.db", "create table t (n)"), make("well.db", "create table t (n)")];
  await expect(reader.query(slow, numbers(80_000_000), [])).rejects.toThrow("was asked for longer");
  for (let n = 0; n < 3; n++)
    await expect(reader.query(slow, "select n from t", [])).rejects.toThrow("slow.db does not answer");
  expect(reader.lost).toEqual([slow]);
  expect(await reader.query(well, "select n from t", [])).toMatchObject({ rows: [] });
});
