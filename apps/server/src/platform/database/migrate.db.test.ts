import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate, migrationsFolder } from "./migrate.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let db: TestDatabase;
let folder: string;
beforeEach(async () => {
  db = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), "signalbox-migrations-"));
  cpSync(migrationsFolder, folder, { recursive: true });
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const add = (name: string, sql: string) => writeFileSync(join(folder, `${name}.sql`), sql);
const tables = async () =>
  (await db.pool.query("select relname from pg_class where relname like 'sample%' order by 1")).rows.map(
    ({ relname }) => relname,
  );

test("a migrated database has nothing left to do", async () => {
  expect(await migrate(db.pool)).toEqual([]);
});

test("new migrations are applied in the order of their names, once", async () => {
  add("29990102T0000_samples_fill", "insert into samples values (1)");
  add("29990101T0000_samples_create", "create table samples (id int);");
  expect(await migrate(db.pool, { folder })).toEqual([
    "29990101T0000_samples_create",
    "29990102T0000_samples_fill",
  ]);
  expect(await migrate(db.pool, { folder })).toEqual([]);
  expect((await db.pool.query("select * from samples")).rows).toEqual([{ id: 1 }]);
});

test("of several migrators at once, each migration is applied by one", async () => {
  add("29990101T0000_samples_create", "create table samples (id int)");
  const applied = await Promise.all([
    migrate(db.pool, { folder }),
    migrate(db.pool, { folder }),
    migrate(db.pool, { folder }),
  ]);
  expect(applied.flat()).toEqual(["29990101T0000_samples_create"]);
});

test("a migration that fails leaves nothing, and its name and reason are told", async () => {
  add("29990101T0000_samples_create", "create table samples (id int);\n\nselect nonsense;");
  await expect(migrate(db.pool, { folder })).rejects.toMatchObject({
    code: "database.migration_failed",
    message: expect.stringMatching(/29990101T0000_samples_create.*nonsense/),
  });
  expect(await tables()).toEqual([]);
  add("29990101T0000_samples_create", "create table samples (id int)");
  await migrate(db.pool, { folder });
  expect(await tables()).toEqual(["samples"]);
});

test("an edited migration is refused by name", async () => {
  const [first = ""] = readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort();
  writeFileSync(join(folder, first), "select 1");
  await expect(migrate(db.pool, { folder })).rejects.toMatchObject({
    code: "database.migration_edited",
    message: expect.stringContaining(first.replace(".sql", "")),
  });
});

test("a database of a newer version is refused", async () => {
  add("29990101T0000_samples_create", "create table samples (id int)");
  await migrate(db.pool, { folder });
  await expect(migrate(db.pool)).rejects.toMatchObject({
    code: "database.newer_schema",
    message: expect.stringContaining("29990101T0000_samples_create"),
  });
});

test("a file that is not named like a migration is refused", async () => {
  add("quick-fix", "select 1");
  await expect(migrate(db.pool, { folder })).rejects.toMatchObject({ code: "database.migration_name" });
});
