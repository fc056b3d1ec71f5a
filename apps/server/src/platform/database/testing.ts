import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { systemClock } from "../../kernel/clock.ts";
import { once } from "../../kernel/once.ts";
import type { OpenDatabase } from "./database.ts";
import { lockFolder } from "./embedded/folder-lock.ts";
import { migrate, migrationsChecksum } from "./migrate.ts";
import { type DatabaseOptions, openDatabase } from "./open-database.ts";
import { openServerDatabase } from "./server-database.ts";

/** A migrated database of one test file; closing it removes it. */
export type TestDatabase = OpenDatabase & { url?: string; folder?: string };

/** Making a database takes a few seconds, on a busy machine many. */
const patienceMs = 50_000;

type TestOptions = Omit<DatabaseOptions, "folder">;

/**
 * Gives a test file a migrated database of its own: a copy of a prepared one. With
 * SIGNALBOX_TEST_DATABASE_URL it is made on that PostgreSQL server.
 */
export async function testDatabase(options: TestOptions = {}): Promise<TestDatabase> {
  const server = process.env.SIGNALBOX_TEST_DATABASE_URL;
  return server ? serverDatabase(server) : embeddedDatabase(options);
}

/** Makes a folder with a migrated embedded database in it, not opened. */
export async function preparedFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-test-"));
  await cp(join(await template(), "pg"), join(folder, "pg"), { recursive: true });
  return folder;
}

async function embeddedDatabase(options: TestOptions): Promise<TestDatabase> {
  const folder = await preparedFolder();
  const database = await openDatabase({ ...options, folder });
  return {
    ...database,
    folder,
    close: once(async () => {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    }),
  };
}

/** The prepared database of these migrations and this engine; made once, by whoever comes first. */
async function template(): Promise<string> {
  const cache = join(tmpdir(), `signalbox-test-databases-${process.getuid?.() ?? 0}`);
  const folder = join(cache, `${engineVersion()}-${(await migrationsChecksum()).slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const unlock = lockFolder(cache, systemClock, patienceMs);
  try {
    if (!existsSync(folder)) await makeTemplate(folder);
  } finally {
    unlock();
  }
  return folder;
}

/** Two thirds of the files to copy are of databases that nobody uses. */
const spareDatabases = ["template0", "template1"];

async function makeTemplate(folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const database = await openDatabase({ folder: draft });
  await migrate(database.pool);
  for (const spare of spareDatabases) {
    await database.pool.query(`update pg_database set datistemplate = false where datname = '${spare}'`);
    await database.pool.query(`drop database ${spare}`);
  }
  await database.close();
  renameSync(draft, folder);
}

function engineVersion(): string {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(dirname(entry), "../package.json"), "utf8"),
  );
  return version;
}

async function serverDatabase(server: string): Promise<TestDatabase> {
  const name = `signalbox_test_${randomUUID().replaceAll("-", "")}`;
  const admin = openServerDatabase({ url: server });
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  await admin.pool.query(`create database ${name}`);
  const database = openServerDatabase({ url });
  await migrate(database.pool);
  return {
    ...database,
    url,
    close: once(async () => {
      await database.close();
      await admin.pool.query(`drop database ${name} with (force)`);
      await admin.close();
    }),
  };
}
