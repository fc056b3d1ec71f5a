import { chmodSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { isMissing } from "@signalbox/testkit/machine";
import { findPostgres, runPostgres, type TestPostgres } from "@signalbox/testkit/postgres";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import type { ClientBase } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import { migrate } from "../database/migrate.ts";
import { withPool } from "../database/with-pool.testing.ts";
import { relocate } from "../relocation/relocate.ts";
import { richFolder } from "../relocation/rich-database.testing.ts";
import { type Backup, listBackups } from "./backup-folder.ts";
import { dumpFile } from "./dump-server.ts";
import { moveAside, refuseHalfRestored } from "./half-restored.ts";
import { makeBackup } from "./make-backup.ts";
import { restoreBackup } from "./restore-backup.ts";
import { contentOf, lasting } from "./server-content.testing.ts";

const postgres = findPostgres();
const programs = join(String(postgres.path), "..");
const path = `${programs}${delimiter}${process.env.PATH}`;
const password = "s3cret/=&'";
const signal = new AbortController().signal;

let server: TestPostgres;
let home: string;
let url: string;

/** The address of a database for the role that owns it and may do nothing else. */
const urlOf = (name: string) =>
  `postgres://keeper:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${name}`;

const backingUp = (by: { path?: string } = {}): Promise<Backup> =>
  makeBackup({
    source: { kind: "postgresql", url, path, ...by },
    path: join(home, "backups", newId()),
    ...{ version: "0.0.0", createdAt: new Date("2026-01-02T03:04:05Z"), signal, progress: async () => {} },
  });

const restoring = ({ path: backup }: Backup, by: { path?: string } = {}) =>
  restoreBackup({ backup, folder: home, url, path, clock: fixedClock(), ...by });

const untilSoManyWait = (count: number) =>
  withPool(server.url, async (pool) => {
    const waiting =
      "select from pg_stat_activity where datname <> current_database() and wait_event_type = 'Lock'";
    await expect.poll(async () => (await pool.query(waiting)).rowCount).toBe(count);
  });

const change = (text: string) => withPool(url, (pool) => pool.query(text));

/** A folder with a program that tells how it was called, does `before`, and then what the real one does. */
function programFor(name: "pg_dump" | "pg_restore", before = ""): { path: string; called(): string } {
  const [folder, told] = [join(home, "programs"), join(home, "called")];
  mkdirSync(folder);
  const text = `#!/bin/sh\necho "$0 $@" >> ${told}\n${before}\nexec ${join(programs, name)} "$@"\n`;
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), 0o755);
  return { path: `${folder}${delimiter}${path}`, called: () => readFileSync(told, "utf8") };
}

describe.skipIf(isMissing(postgres))("backups of a database on a PostgreSQL server", () => {
  beforeAll(async () => {
    // Shorter than a dump takes, for everyone who does not say otherwise.
    server = await runPostgres({
      idle_in_transaction_session_timeout: "50ms",
      max_prepared_transactions: "1",
    });
    const folder = await richFolder(400);
    await withPool(server.url, async (pool) => {
      await pool.query("create role keeper login");
      await pool.query("create database rich owner keeper");
    });
    await relocate({ ...{ folder, url: urlOf("rich"), clock: systemClock, signal }, tell: () => {} });
    removeFolder(folder);
  }, 120_000);
  afterAll(() => server.remove());
  beforeEach(async () => {
    home = temporaryFolder("backups");
    const name = `it's=${newId()}`;
    await withPool(server.url, (pool) => pool.query(`create database "${name}" template rich owner keeper`));
    url = urlOf(name);
    return () => removeFolder(home);
  });

  test("what is restored has every row, value, number and rule, and what was there is kept beside it", async () => {
    const before = await contentOf(url);
    const backup = await backingUp();
    const counts = Object.entries(before.tables).map(([name, of]) => [name, Number.parseInt(of, 10)]);
    expect(backup.rows).toEqual(Object.fromEntries(counts));
    expect(await listBackups(join(home, "backups"))).toEqual([backup]);
    await change(
      "drop table agents_turns cascade; delete from pgboss.job; select nextval('events_position')",
    );
    const { aside, rows } = await restoring(backup);
    expect(rows).toBe(counts.reduce((sum, [, count]) => sum + Number(count), 0));
    expect(lasting(await contentOf(url))).toEqual(lasting(before));
    const [kept = ""] = String(aside).split(", ");
    const tables = `select to_regclass('${kept}.agents') is null as agents, to_regclass('${kept}.agents_turns') is null as turns`;
    expect((await change(tables)).rows).toEqual([{ agents: false, turns: true }]);
  });

  test("what is numbered goes on behind what was restored, and the log is another one", async () => {
    const log = "select id from events_identity";
    const { rows: identity } = await change(log);
    await restoring(await backingUp());
    expect((await change(log)).rows).not.toEqual(identity);
    const further = "select nextval('events_position') > (select max(position) from events) as further";
    expect((await change(further)).rows).toEqual([{ further: true }]);
  });

  test("a backup made while others write has one moment of all tables", async () => {
    const enough = new AbortController();
    let written = 0;
    // The first table is counted and dumped long before the last.
    const both = `with one as (insert into agents_signals_probe default values returning id)
      insert into zz_probe select id from one`;
    await change(
      "create table agents_signals_probe (id serial primary key); create table zz_probe (id int primary key)",
    );
    const writing = withPool(url, async (pool) => {
      for (; !enough.signal.aborted; written++) await pool.query(both);
    });
    await expect.poll(() => written, { timeout: 20_000 }).toBeGreaterThan(20);
    const before = written;
    const backup = await backingUp();
    expect(written).toBeGreaterThan(before);
    enough.abort();
    await writing;
    await restoring(backup);
    const count = (table: string) => `(select count(*)::int from ${table})`;
    const counts = `select ${count("agents_signals_probe")} as one, ${count("zz_probe")} as other`;
    const kept = backup.rows?.["public.zz_probe"];
    expect(kept).toBeGreaterThanOrEqual(before);
    expect((await change(counts)).rows).toEqual([{ one: kept, other: kept }]);
  });

  test.each([
    {
      how: "cut off",
      spoil: (file: string, bytes: Buffer) => truncateSync(file, Math.floor(bytes.length * 0.7)),
    },
    {
      how: "changed in one byte",
      spoil: (file: string, bytes: Buffer) => {
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9);
        writeFileSync(file, bytes);
      },
    },
  ])("a dump that was $how is refused before anything is touched", async ({ spoil }) => {
    const backup = await backingUp();
    const before = await contentOf(url);
    const file = join(backup.path, dumpFile);
    spoil(file, readFileSync(file));
    await expect(restoring(backup)).rejects.toMatchObject({
      code: expect.stringMatching(/^backups\.(damaged|tool_failed)$/),
    });
    expect(await contentOf(url)).toEqual(before);
    expect((await change("select from pg_namespace where nspname like '%before%'")).rows).toEqual([]);
  });

  test("a dump that lacks rows of its manifest is refused, and what was there is back in its place", async () => {
    const backup = await backingUp();
    const before = await contentOf(url);
    const file = join(backup.path, "backup.json");
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...manifest, rows: { ...manifest.rows, "public.events": 7 } }));
    await expect(restoring(backup)).rejects.toThrow("public.events has 400 rows where the backup had 7");
    expect(await contentOf(url)).toEqual(before);
    await withPool(url, (pool) => refuseHalfRestored(pool, url));
  });

  test("a restore that is interrupted keeps servers away, and the next one begins with what was there", async () => {
    const backup = await backingUp();
    const before = await contentOf(url);
    await change("delete from agents_turns");
    await withPool(url, async (pool) => {
      await moveAside(pool, "_before_20260102_030405");
      await pool.query("create schema public; create table public.half ()");
      await expect(refuseHalfRestored(pool, url)).rejects.toMatchObject({ code: "backups.half_restored" });
    });
    await restoring(backup);
    expect(lasting(await contentOf(url))).toEqual(lasting(before));
    await withPool(url, (pool) => refuseHalfRestored(pool, url));
    const turns = "select nspname as name from pg_namespace where nspname like 'public_before%'";
    expect((await change(turns)).rows).toHaveLength(1);
  });

  test("an interrupted restore whose kept schemas are gone removes nothing", async () => {
    const backup = await backingUp();
    await withPool(url, async (pool) => {
      const [kept] = await moveAside(pool, "_before_20260102_030405");
      await pool.query(`alter schema ${kept} rename to public`);
    });
    await expect(restoring(backup)).rejects.toMatchObject({ code: "backups.aside_missing" });
    expect((await change("select count(*)::int as count from events")).rows).toEqual([{ count: 400 }]);
  });

  test("a database that others are connected to is not restored into", async () => {
    const backup = await backingUp();
    await withPool(url, async (pool) => {
      await pool.query("select");
      await expect(restoring(backup)).rejects.toMatchObject({ code: "database.in_use" });
    });
  });

  test("a node that starts when a restore has seen that nobody is there is refused all the same", async () => {
    const backup = await backingUp();
    // Keeps the restore from its mark, with no connection that it would see.
    await change("begin; alter schema pgboss rename to held; prepare transaction 'held'");
    const restored = restoring(backup);
    await untilSoManyWait(1);
    const refuse = (client: ClientBase) => refuseHalfRestored(client, url);
    const started = withPool(url, (pool) => migrate(pool, { refuse })).catch((thrown) => thrown);
    await untilSoManyWait(2);
    await change("rollback prepared 'held'");
    expect(await started).toMatchObject({ code: "backups.half_restored" });
    await restored;
  });

  test("nothing is restored into what a move to it left unfinished", async () => {
    const backup = await backingUp();
    await withPool(url, (pool) =>
      pool.query("create schema signalbox_move; create table signalbox_move.move ()"),
    );
    await expect(restoring(backup)).rejects.toMatchObject({ code: "relocation.half_moved" });
    await withPool(url, (pool) => pool.query("drop schema signalbox_move cascade"));
    await restoring(backup);
  });

  test("without PostgreSQL's programs it says what to install", async () => {
    await expect(backingUp({ path: home })).rejects.toMatchObject({
      code: "backups.no_tool",
      message: expect.stringContaining("postgresql-client"),
    });
  });

  test("the password is on no command line, and in nothing that is told of a failure", async () => {
    const dump = programFor("pg_dump", 'pwd > /dev/null; exec 3>&1; [ -n "$PGPASSWORD" ] || exit 9');
    await backingUp(dump);
    expect(dump.called()).toContain("--snapshot=");
    expect(dump.called()).not.toMatch(/s3cret/);
    const failure = await backingUp({ path: home }).catch(String);
    expect(failure).not.toMatch(/s3cret/);
    url = url.replace(/@.*/, `@127.0.0.1:${server.port}/nowhere`);
    expect(await backingUp().catch(String)).not.toMatch(/s3cret/);
  });
});
