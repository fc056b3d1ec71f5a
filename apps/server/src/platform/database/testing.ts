import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  aDatabaseName,
  databaseCalled,
  engineFor,
  type ServedDatabase,
  templateName,
  testServer,
} from "@signalbox/testkit/engine";
import type { Pool, PoolClient } from "pg";
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
  return testServer === undefined ? embeddedDatabase(options) : serverDatabase(testServer);
}

/** The database of a server that has stopped, on whichever engine this run of tests is. */
export async function databaseOfState(stateFolder: string): Promise<OpenDatabase> {
  const { DATABASE_URL: url } = await engineFor(stateFolder);
  return url === undefined
    ? openDatabase({ folder: join(stateFolder, "database") })
    : openServerDatabase({ url });
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

/** Copied by the server itself, from a prepared one that all test files of this server share. */
async function serverDatabase(server: string): Promise<TestDatabase> {
  const { name, url } = databaseCalled(aDatabaseName(), server);
  const admin = openServerDatabase({ url: server });
  await admin.pool.query(`create database ${name} template ${await serverTemplate(admin.pool, server)}`);
  const database = openServerDatabase({ url });
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

/** Any number that nothing else locks in the database that the server's address names. */
const templateLock = 7_373_900;

async function serverTemplate(pool: Pool, server: string): Promise<string> {
  const { name, url } = databaseCalled(templateName(await migrationsChecksum()), server);
  const client = await pool.connect();
  try {
    await client.query(`select pg_advisory_lock(${templateLock})`);
    const { rowCount } = await client.query("select from pg_database where datname = $1 and datistemplate", [
      name,
    ]);
    if (rowCount === 0) await makeServerTemplate(client, { name, url });
    return name;
  } finally {
    await client.query(`select pg_advisory_unlock(${templateLock})`);
    client.release();
  }
}

/** It is marked when it is whole: what a crash left before is made anew. */
async function makeServerTemplate(client: PoolClient, { name, url }: ServedDatabase): Promise<void> {
  await client.query(`drop database if exists ${name} with (force)`);
  await client.query(`create database ${name}`);
  const database = openServerDatabase({ url });
  await migrate(database.pool);
  await database.close();
  await client.query(`alter database ${name} with is_template true`);
}
