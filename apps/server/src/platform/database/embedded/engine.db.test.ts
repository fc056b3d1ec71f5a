import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, expect, test, vi } from "vitest";
import type { OpenDatabase } from "../database.ts";
import { type DatabaseOptions, type Limits, openDatabase } from "../open-database.ts";
import { preparedFolder } from "../testing.ts";
import { postgresMajor } from "./data-folder.ts";
import { isDurable } from "./lifecycle.ts";

// Each test opens an engine of its own, some of them several.
vi.setConfig({ testTimeout: 60_000 });

const releases: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

async function open(options: Omit<DatabaseOptions, "folder"> = {}) {
  const folder = await preparedFolder();
  releases.push(() => rmSync(folder, { recursive: true, force: true }));
  return reopen(folder, options);
}

async function reopen(folder: string, options: Omit<DatabaseOptions, "folder"> = {}) {
  const warnings: string[] = [];
  const db = await openDatabase({ warn: (text) => warnings.push(text), ...options, folder });
  releases.push(() => db.close());
  return { db, folder, warnings };
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-test-"));
  releases.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const endless = "select count(*) from generate_series(1, 10000000000)";
const quick: Partial<Limits> = { requestLimitMs: 300, restartPausesMs: [0, 0] };
const answers = async (db: OpenDatabase) => (await db.pool.query("select 1 as one")).rows;

test("a new folder becomes a private database of the known version", async () => {
  const { db, folder } = await reopen(join(emptyFolder(), "database"));
  const { rows } = await db.pool.query(
    "select current_setting('server_version_num')::int / 10000 as major, current_setting('server_encoding') as encoding",
  );
  expect(rows).toEqual([{ major: Number(postgresMajor), encoding: "UTF8" }]);
  for (const path of [
    folder,
    join(folder, "pg"),
    join(folder, "holder.json"),
    join(folder, "pg/postgresql.conf"),
  ])
    expect(statSync(path).mode & 0o077).toBe(0);
});

test("a second opener is refused and told who holds the folder, until that one closes", async () => {
  const since = new Date("2026-11-21T09:00:00Z");
  const { db, folder } = await open({ clock: { now: () => since } });
  await expect(openDatabase({ folder })).rejects.toMatchObject({
    code: "database.in_use",
    message: expect.stringContaining(`process ${process.pid} since ${since.toISOString()}`),
  });
  await db.close();
  expect(await answers((await reopen(folder)).db)).toEqual([{ one: 1 }]);
});

test("a folder of another major version is refused, with both named", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "pg"));
  writeFileSync(join(folder, "pg/PG_VERSION"), "17\n");
  await expect(openDatabase({ folder })).rejects.toMatchObject({
    code: "database.other_version",
    message: expect.stringMatching(/PostgreSQL 17.*PostgreSQL 18/),
  });
});

test("a folder that holds something else is left alone", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "pg"));
  await expect(openDatabase({ folder })).rejects.toMatchObject({ code: "database.unusable_folder" });
});

test("a broken data folder is refused with PostgreSQL's reason", async () => {
  const folder = await preparedFolder();
  releases.push(() => rmSync(folder, { recursive: true, force: true }));
  rmSync(join(folder, "pg/global/pg_control"));
  await expect(openDatabase({ folder })).rejects.toMatchObject({
    code: "database.cannot_start",
    message: expect.stringMatching(/did not start: PANIC: .*"global\/pg_control": No such file.* restore it/),
  });
});

test("a folder that can't be locked is refused by the lock's name", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, ".lock.sqlite"));
  await expect(openDatabase({ folder })).rejects.toMatchObject({
    code: "database.unusable_folder",
    message: expect.stringMatching(/has no usable \.lock\.sqlite .*: it should be a file/),
  });
});

test("a folder below a file and one on a full disk are refused with the cure", async () => {
  const file = join(emptyFolder(), "file");
  writeFileSync(file, "");
  await expect(openDatabase({ folder: join(file, "database") })).rejects.toMatchObject({
    code: "database.unusable_folder",
    message: expect.stringContaining("choose another state folder"),
  });
  const limits = { minimumFreeBytes: Number.MAX_SAFE_INTEGER };
  await expect(openDatabase({ folder: emptyFolder(), limits })).rejects.toMatchObject({
    message: expect.stringMatching(/has only \d+ MB left on its disk: free \d+ MB/),
  });
});

test("an engine that does not reach fsync is noticed", () => {
  const session = { greeting: Buffer.alloc(0), exchange: () => Buffer.alloc(0), close: async () => {} };
  expect(isDurable({ ...session, flushes: () => 7 })).toBe(false);
  let flushes = 0;
  expect(isDurable({ ...session, flushes: () => flushes++ })).toBe(true);
});

test("a transaction left open is rolled back, logged, and its connection ended", async () => {
  const { db, warnings } = await open({ limits: { transactionLimitMs: 50 } });
  await db.pool.query("create table t (id int)");
  const client = await db.pool.connect();
  const ended = new Promise<void>((resolve) => client.once("end", resolve));
  await client.query("begin");
  await client.query("insert into t values (1)");
  const next = db.pool.query("select * from t");
  await ended;
  expect((await next).rows).toEqual([]);
  expect(warnings.join("\n")).toMatch(/open longer than 50 ms/);
  client.release(true);
});

test("a transaction that outstays its time is told why by its next statement", async () => {
  const overdue = Promise.withResolvers<void>();
  const { db } = await open({ limits: { transactionLimitMs: 50 }, warn: () => overdue.resolve() });
  const outstaying = db.transaction(async (tx) => {
    await tx.selectFrom("agents").selectAll().execute();
    await overdue.promise;
    await tx.selectFrom("agents").selectAll().execute();
  });
  await expect(outstaying).rejects.toMatchObject({ severity: "FATAL", code: "25P03" });
});

test("a query without end fails its callers, and the engine is replaced", async () => {
  const { db, warnings } = await open({ limits: quick });
  await db.pool.query("create table t (id int)");
  await db.pool.query("insert into t values (1)");
  const running = db.pool.query(endless);
  const waiting = db.pool.query("insert into t values (2)");
  const interrupted = {
    code: "database.interrupted",
    message: expect.stringContaining("a query ran longer than 300 ms"),
  };
  await expect(running).rejects.toMatchObject(interrupted);
  await expect(waiting).rejects.toMatchObject(interrupted);
  expect((await db.pool.query("select * from t")).rows).toEqual([{ id: 1 }]);
  expect(db.state()).toBe("ready");
  expect(warnings.length).toBeGreaterThan(0);
});

test("a transaction whose engine died fails as such, and nothing of it stays", async () => {
  const { db } = await open({ limits: quick });
  const dying = db.transaction(async (tx) => {
    await tx
      .insertInto("events_reactions")
      .values({ name: "r", position: 0, updated_at: new Date() })
      .execute();
    await sql
      .raw(endless)
      .execute(tx)
      .catch(() => {});
    await tx.selectFrom("agents").selectAll().execute();
  });
  await expect(dying).rejects.toMatchObject({ kind: "unavailable" });
  expect(await db.read.selectFrom("events_reactions").selectAll().execute()).toEqual([]);
});

test("an engine that keeps dying is tried seldom, and says so until it is back", async () => {
  const { db } = await open({ limits: { ...quick, seldomMs: 2_000 } });
  for (let life = 0; life < 3; life++) await expect(db.pool.query(endless)).rejects.toThrow();
  await expect(db.pool.query("select 1")).rejects.toMatchObject({ code: "database.failing" });
  expect(db.state()).toBe("failing");
  await vi.waitFor(async () => expect(await answers(db)).toEqual([{ one: 1 }]), { timeout: 10_000 });
  expect(db.state()).toBe("ready");
});

test("an engine that is tried seldom closes at once", async () => {
  const { db, folder } = await open({ limits: quick });
  for (let life = 0; life < 3; life++) await expect(db.pool.query(endless)).rejects.toThrow();
  await expect(db.pool.query("select 1")).rejects.toMatchObject({ code: "database.failing" });
  await db.close();
  expect(await answers((await reopen(folder)).db)).toEqual([{ one: 1 }]);
});

test("with its disk full it refuses what writes at once, and still reads", async () => {
  const { db } = await open({ limits: { reserveBytes: Number.MAX_SAFE_INTEGER } });
  const full = { code: "database.disk_full", kind: "unavailable" };
  const writing = db.transaction((tx) => tx.deleteFrom("events_reactions").execute());
  await expect(writing).rejects.toMatchObject(full);
  await expect(db.batch([{ name: "one", text: "select 1", values: [] }])).rejects.toMatchObject(full);
  expect(await answers(db)).toEqual([{ one: 1 }]);
  expect(db.state()).toBe("full");
});

test("closing ends within seconds even while a query runs", async () => {
  const { db, folder } = await open();
  const running = db.pool.query(endless);
  running.catch(() => {});
  const started = performance.now();
  await db.close();
  expect(performance.now() - started).toBeLessThan(10_000);
  await expect(running).rejects.toMatchObject({ kind: "unavailable" });
  expect(await answers((await reopen(folder)).db)).toEqual([{ one: 1 }]);
});

test("closing while the engine is being replaced leaves the folder free", async () => {
  const { db, folder } = await open({ limits: quick });
  await expect(db.pool.query(endless)).rejects.toThrow();
  await db.close();
  expect(db.state()).toBe("closed");
  expect(await answers((await reopen(folder)).db)).toEqual([{ one: 1 }]);
});

test("too deep a recursion is an error, not a crash", async () => {
  const { db } = await open();
  const tooDeep = { code: "54001" };
  const json = "[".repeat(100_000) + "]".repeat(100_000);
  await expect(db.pool.query("select $1::jsonb", [json])).rejects.toMatchObject(tooDeep);
  await expect(db.pool.query(`select 1${"+1".repeat(100_000)}`)).rejects.toMatchObject(tooDeep);
  await db.pool.query(
    "create function forever(i int) returns int language plpgsql as $$ begin return forever(i + 1); end $$",
  );
  await expect(db.pool.query("select forever(1)")).rejects.toMatchObject(tooDeep);
  expect(await answers(db)).toEqual([{ one: 1 }]);
});

test("a query that needs more memory than there is fails alone", async () => {
  const { db } = await open();
  const greedy = "select string_agg(repeat('x', 100000000), '') from generate_series(1, 50)";
  await expect(db.pool.query(greedy)).rejects.toMatchObject({
    code: expect.stringMatching(/^(53200|54000)$/),
  });
  expect(await answers(db)).toEqual([{ one: 1 }]);
});

test("a connection that ends takes its prepared statements with it, even beside a failed transaction", async () => {
  const { db } = await open();
  const [leaving, failing] = [await db.pool.connect(), await db.pool.connect()];
  await leaving.query({ name: "mine", text: "select 1" });
  await failing.query("begin");
  await expect(failing.query("select 1 / 0")).rejects.toThrow();
  const left = new Promise((resolve) => leaving.once("end", resolve));
  leaving.release(true);
  await left;
  await failing.query("rollback");
  failing.release();
  const { rows } = await db.pool.query("select name from pg_prepared_statements where name like '%mine'");
  expect(rows).toEqual([]);
});

test("commands that would change the session of everybody are refused, a transaction's own are not", async () => {
  const { db } = await open();
  await expect(db.pool.query("set timezone = 'Europe/Vienna'")).rejects.toMatchObject({ code: "0A000" });
  await expect(db.pool.query("select pg_advisory_lock($1)", [1])).rejects.toMatchObject({ code: "0A000" });
  const client = await db.pool.connect();
  await client.query("begin");
  await client.query("set local timezone = 'Europe/Vienna'");
  expect((await client.query("show timezone")).rows).toEqual([{ TimeZone: "Europe/Vienna" }]);
  await expect(client.query("discard all")).rejects.toMatchObject({ code: "0A000" });
  await expect(client.query("select 1")).rejects.toMatchObject({ code: "25P02" });
  await client.query("rollback");
  client.release();
  expect((await db.pool.query("show timezone")).rows).toEqual([{ TimeZone: "UTC" }]);
});
