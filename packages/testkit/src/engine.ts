import { createHash, randomUUID } from "node:crypto";
import { Client } from "pg";
import { z } from "zod";

/** The PostgreSQL server that this run of tests keeps everything on; undefined where it is on the embedded engine. */
export const testServer: string | undefined = process.env.SIGNALBOX_TEST_DATABASE_URL || undefined;

/** Registers tests of what the embedded engine alone has, where this run is on it; on a server there are none. */
export function onEmbedded(register: () => void): void {
  if (testServer === undefined) register();
}

/** Its databases are told from those of another run on the same server by this. */
const run = process.env.SIGNALBOX_TEST_RUN || "alone";
const databasesOf = (ofRun: string) => ({
  test: `signalbox_test_${ofRun}_`,
  template: `signalbox_template_${ofRun}_`,
});

/** A database on the server, which is not there yet or already is. */
export interface ServedDatabase {
  name: string;
  url: string;
}

export const databaseCalled = (name: string, server: string): ServedDatabase => ({
  name,
  url: Object.assign(new URL(server), { pathname: `/${name}` }).href,
});

export const aDatabaseName = (): string => databasesOf(run).test + randomUUID().replaceAll("-", "");

/** What the databases of a run are copied from. */
export const templateName = (migrations: string): string =>
  databasesOf(run).template + migrations.slice(0, 16);

/** What tells a server of Signalbox where its database is: the same for the same state folder, so that it goes on with it. */
export async function engineFor(stateFolder: string): Promise<{ DATABASE_URL?: string }> {
  if (testServer === undefined) return {};
  const { name, url } = databaseOf(stateFolder, testServer);
  await onServer(testServer, `create database ${name}`).catch((error: unknown) => {
    if (!isThereAlready(error)) throw error;
  });
  return { DATABASE_URL: url };
}

/** Removes the database of a state folder, where this run is on a server. */
export async function forgetEngineOf(stateFolder: string): Promise<void> {
  if (testServer === undefined) return;
  const { name } = databaseOf(stateFolder, testServer);
  await onServer(testServer, `drop database if exists ${name} with (force)`);
}

function databaseOf(stateFolder: string, server: string): ServedDatabase {
  const hash = createHash("sha256").update(stateFolder).digest("hex");
  return databaseCalled(databasesOf(run).test + hash.slice(0, 32), server);
}

/** Removes what a run left on a server: its templates, and the databases of tests that were cut off. */
export async function forgetRun(ofRun: string, server: string): Promise<void> {
  const { test, template } = databasesOf(ofRun);
  const [left] = await onServer(
    server,
    `select coalesce(array_agg(datname::text), '{}') as names from pg_database
     where starts_with(datname, '${test}') or starts_with(datname, '${template}')`,
  );
  for (const name of z.array(z.string()).parse(left?.names)) {
    await onServer(server, `alter database ${name} with is_template false`);
    await onServer(server, `drop database ${name} with (force)`);
  }
}

async function onServer(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

const duplicateDatabase = "42P04";

const isThereAlready = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === duplicateDatabase;
