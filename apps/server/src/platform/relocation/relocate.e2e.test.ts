import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMissing } from "@signalbox/testkit/machine";
import { findPostgres, runPostgres, type TestPostgres } from "@signalbox/testkit/postgres";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import type { ClientBase, Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import { migrate, migrationsFolder } from "../database/migrate.ts";
import { describeSchema, readSchema } from "../database/schema.ts";
import { preparedFolder } from "../database/testing.ts";
import { withFolder, withPool } from "../database/with-pool.testing.ts";
import { refuseHalfMoved } from "./half-moved.ts";
import { readNote, refuseMoved } from "./moved-note.ts";
import { readMovedTables } from "./moved-tables.ts";
import { type Progress, relocate } from "./relocate.ts";
import { richFolder } from "./rich-database.testing.ts";

const events = 3_000;
/** Values are written otherwise here than in the embedded database. */
const customs = { timezone: "Asia/Kolkata", datestyle: "German", extra_float_digits: "0" };
const settings = { ...customs, max_prepared_transactions: "1" };

let server: TestPostgres;
let rich: string;
let folder: string;

const withSource = <T>(work: (pool: Pool) => Promise<T>): Promise<T> => withFolder(folder, work);

/** An empty database of a role that may do nothing else. */
async function emptyDatabase(): Promise<string> {
  const name = `moved_${newId().replaceAll("-", "")}`;
  await withPool(server.url, (pool) => pool.query(`create database ${name} owner mover`));
  return `postgres://mover:s3cret@127.0.0.1:${server.port}/${name}`;
}

const untilSoManyWait = (count: number) =>
  withPool(server.url, async (pool) => {
    const waiting =
      "select from pg_stat_activity where datname <> current_database() and wait_event_type = 'Lock'";
    await expect.poll(async () => (await pool.query(waiting)).rowCount).toBe(count);
  });

const moving = (url: string, options: { tell?: (progress: Progress) => void; signal?: AbortSignal } = {}) =>
  relocate({
    ...{ folder, url, clock: systemClock, signal: new AbortController().signal, tell: () => {} },
    ...options,
  });

/** Moves until the first rows of the events are there, or compared. */
async function movingHalf(url: string, until: Progress["step"] = "copy") {
  const stopping = new AbortController();
  const tell = (progress: Progress) => {
    if (progress.step === until && "table" in progress && progress.table === "public.events")
      stopping.abort();
  };
  await expect(moving(url, { tell, signal: stopping.signal })).rejects.toThrow("run it again to go on");
}

const committedSchema = () => readFile(join(migrationsFolder, "schema.txt"), "utf8");

/** Every row of every table that is moved, as PostgreSQL writes it. */
async function contentOf(pool: Pool): Promise<Record<string, unknown>> {
  const client = await pool.connect();
  try {
    const ask = async <T extends object>(text: string) => (await client.query<T>(text)).rows;
    const content: Record<string, unknown> = {};
    for (const { name } of await readMovedTables(ask)) {
      await client.query("begin");
      await client.query("set local timezone to 'UTC'");
      await client.query("set local datestyle to 'ISO'");
      await client.query("set local extra_float_digits to 1");
      const rows = await ask<{ row: string }>(`select t::text as row from ${name} t`);
      await client.query("commit");
      content[name] = rows.map(({ row }) => row).sort();
    }
    return content;
  } finally {
    client.release();
  }
}

describe.skipIf(isMissing(findPostgres()))("moving an embedded database to a PostgreSQL server", () => {
  beforeAll(async () => {
    [server, rich] = await Promise.all([runPostgres(settings), richFolder(events)]);
    await withPool(server.url, (pool) => pool.query("create role mover login"));
  });
  afterAll(async () => {
    await server.remove();
    removeFolder(rich);
  });
  beforeEach(async () => {
    folder = temporaryFolder("moved");
    await cp(rich, folder, { recursive: true });
    onTestFinished(() => removeFolder(folder));
  });

  test("moves every row, value and number by a role without special rights, and the schema is as always", async () => {
    const url = await emptyDatabase();
    const original = await withSource(contentOf);
    const done = await moving(url);
    expect(done.moved?.rows).toBeGreaterThan(events);
    await withPool(url, async (pool) => {
      expect(await contentOf(pool)).toEqual(original);
      expect(describeSchema(await readSchema(pool))).toBe(await committedSchema());
      const { rows } = await pool.query("select nextval('events_position') as next");
      expect(rows).toEqual([{ next: String(9_007_199_254_740_993n + 11n) }]);
      const keys =
        "select conname from pg_constraint where contype = 'f' and conname in ('q_fkey', 'dlq_fkey')";
      expect((await pool.query(keys)).rows).toHaveLength(2);
      await refuseHalfMoved(pool, url);
    });
    expect(await withSource(contentOf)).toEqual(original);
  });

  test("says what is left to do: nothing, where it was moved to; to remove the note, for another place", async () => {
    const url = await emptyDatabase();
    const { at } = await moving(url);
    expect(readNote(folder)).toEqual({ to: new URL(url).host + new URL(url).pathname, at });
    expect(await moving(url)).toMatchObject({ moved: null, at });
    const other = moving(await emptyDatabase());
    await expect(other).rejects.toMatchObject({ kind: "conflict", code: "relocation.moved_elsewhere" });
  });

  test("goes on where it was stopped, and no server starts on what is there until then", async () => {
    const url = await emptyDatabase();
    await movingHalf(url);
    await withPool(url, async (pool) => {
      await expect(refuseHalfMoved(pool, url)).rejects.toThrow('Run "bin/signalbox migrate-to" again');
    });
    expect(readNote(folder)).toBeNull();
    const told: Progress[] = [];
    await moving(url, { tell: (progress) => told.push(progress) });
    expect(told[0]).toMatchObject({ step: "go_on" });
    const first = told.find((progress) => "table" in progress && progress.table === "public.events");
    expect(first).toMatchObject({ step: "copy", rows: expect.toSatisfy((rows) => rows > 100) });
    expect(await withPool(url, contentOf)).toEqual(await withSource(contentOf));
  });

  test("stopped when all was copied, it compares all, and the foreign keys are there", async () => {
    const url = await emptyDatabase();
    await movingHalf(url, "compare");
    await moving(url);
    await withPool(url, async (pool) => {
      expect(describeSchema(await readSchema(pool))).toBe(await committedSchema());
    });
  });

  test("cut off at the very end, neither database is used by mistake, and again it ends at once", async () => {
    const url = await emptyDatabase();
    const asSuperuser = Object.assign(new URL(url), { username: "signal" }).href;
    await withPool(asSuperuser, (pool) => pool.query(keptSchemas));
    await expect(moving(url)).rejects.toThrow("schemas are kept");
    expect(() => refuseMoved(folder)).toThrow("was moved to PostgreSQL");
    await withPool(url, (pool) => expect(refuseHalfMoved(pool, url)).rejects.toThrow("not finished"));
    await withPool(asSuperuser, (pool) => pool.query("drop event trigger kept_schemas"));
    expect((await moving(url)).moved?.rows).toBeGreaterThan(events);
    await withPool(url, (pool) => refuseHalfMoved(pool, url));
  });

  test("begins anew where the embedded database was used since it was stopped", async () => {
    const url = await emptyDatabase();
    await movingHalf(url);
    await withSource((pool) => pool.query("update agents set title = 'changed' where parent_id is null"));
    const told: Progress[] = [];
    await moving(url, { tell: (progress) => told.push(progress) });
    expect(told[0]).toMatchObject({ step: "begin_anew" });
    expect(await withPool(url, contentOf)).toEqual(await withSource(contentOf));
  });

  test("a copy that is not like the original is told by its table, and stays unfinished", async () => {
    const url = await emptyDatabase();
    await movingHalf(url);
    await withPool(url, (pool) =>
      pool.query("update agents set last_seen_at = last_seen_at + interval '1 microsecond'"),
    );
    const failing = moving(url);
    await expect(failing).rejects.toMatchObject({ code: "relocation.differs" });
    await expect(failing).rejects.toThrow("public.agents");
    await withPool(url, async (pool) => {
      await expect(refuseHalfMoved(pool, url)).rejects.toThrow();
    });
    expect(readNote(folder)).toBeNull();
  });

  test("a database of an older version is brought up to this one first", async () => {
    folder = await preparedFolder();
    onTestFinished(() => removeFolder(folder));
    await withSource(async (pool) => {
      await pool.query("drop index events_by_correlation");
      await pool.query("delete from schema_migrations where name like '%_events_by_correlation'");
    });
    const url = await emptyDatabase();
    await moving(url);
    await withPool(url, async (pool) => {
      expect(describeSchema(await readSchema(pool))).toBe(await committedSchema());
      expect(await contentOf(pool)).toEqual(await withSource(contentOf));
    });
  });

  test("leaves a database alone that has tables, or the unfinished move of another one", async () => {
    const url = await emptyDatabase();
    await withPool(url, (pool) => pool.query("create table notes (text text)"));
    await expect(moving(url)).rejects.toMatchObject({ kind: "conflict", code: "relocation.occupied" });
    await withPool(url, (pool) => pool.query("drop table notes"));
    await movingHalf(url);
    await withPool(url, (pool) => pool.query("update signalbox_move.move set source = gen_random_uuid()"));
    await expect(moving(url)).rejects.toMatchObject({ kind: "conflict", code: "relocation.other_source" });
  });

  test("leaves a database alone into which a backup is being restored", async () => {
    const url = await emptyDatabase();
    await withPool(url, (pool) =>
      pool.query("create schema signalbox_restore; create table signalbox_restore.aside ()"),
    );
    await expect(moving(url)).rejects.toMatchObject({ kind: "conflict", code: "backups.half_restored" });
  });

  test("a node that starts when a move has seen that its target is empty is refused all the same", async () => {
    const url = await emptyDatabase();
    const ask = (text: string) => withPool(url, (pool) => pool.query(text));
    // Keeps the move from its mark.
    await ask("begin; create schema signalbox_move; prepare transaction 'held'");
    const moved = moving(url);
    await untilSoManyWait(1);
    const refuse = (client: ClientBase) => refuseHalfMoved(client, url);
    const started = withPool(url, (pool) => migrate(pool, { refuse })).catch((thrown) => thrown);
    await untilSoManyWait(2);
    await ask("rollback prepared 'held'");
    expect(await started).toMatchObject({ code: "relocation.half_moved" });
    expect((await moved).moved?.rows).toBeGreaterThan(events);
  });

  test("two moves to the same database don't meet", async () => {
    const url = await emptyDatabase();
    await withPool(url, async (pool) => {
      const other = await pool.connect();
      await other.query("select pg_advisory_lock(7373002)");
      await expect(moving(url)).rejects.toMatchObject({ kind: "conflict", code: "relocation.under_way" });
      other.release(true);
    });
    await moving(url);
  });

  test("nothing to move, and no right to move it there, are told in a line", async () => {
    const url = await emptyDatabase();
    await withPool(server.url, (pool) => pool.query("create role guest login"));
    const guest = Object.assign(new URL(url), { username: "guest" }).href;
    await expect(moving(guest)).rejects.toThrow(/refuses: permission denied for database \w+\. Mend/);
    folder = `${folder}/none`;
    await expect(moving(url)).rejects.toMatchObject({ kind: "conflict", code: "relocation.no_source" });
  });

  test("a full disk of the server ends it, and with room it goes on", async () => {
    const url = await emptyDatabase();
    await movingHalf(url);
    await withPool(url, (pool) => pool.query(fullDisk));
    const full = moving(url);
    await expect(full).rejects.toMatchObject({ kind: "unavailable", code: "relocation.target_full" });
    await withPool(url, (pool) => pool.query("drop function full_disk cascade"));
    await moving(url);
    expect(await withPool(url, contentOf)).toEqual(await withSource(contentOf));
  });

  test("a server that goes away in the midst ends it, and when it is back it goes on", async () => {
    const url = await emptyDatabase();
    let killed: Promise<void> | undefined;
    const tell = (progress: Progress) => {
      if ("table" in progress && progress.table === "public.events") killed ??= server.kill9();
    };
    const lost = moving(url, { tell });
    await expect(lost).rejects.toMatchObject({ kind: "unavailable", code: "relocation.target_lost" });
    await killed;
    await server.start();
    await moving(url);
    expect(await withPool(url, contentOf)).toEqual(await withSource(contentOf));
  });
});

const keptSchemas = `
  create function keep_schemas() returns event_trigger language plpgsql as $$
  begin
    raise exception 'schemas are kept';
  end $$;
  create event trigger kept_schemas on ddl_command_start when tag in ('DROP SCHEMA') execute function keep_schemas()`;

/** What PostgreSQL says when it can't add to a file. */
const fullDisk = `
  create function full_disk() returns trigger language plpgsql as $$
  begin
    raise exception 'could not extend file' using errcode = '53100';
  end $$;
  create trigger full_disk before insert on events for each row execute function full_disk()`;
