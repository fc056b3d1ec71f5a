import { createHash, randomUUID } from "node:crypto";
import { Client } from "pg";

/** The PostgreSQL server that this run of tests keeps everything on; undefined where it is on the embedded engine. */
export const testServer: string | undefined = process.env.SIGNALBOX_TEST_DATABASE_URL || undefined;

/** Registers tests of what the embedded engine alone has, where this run is on it; on a server there are none. */
export function onEmbedded(register: () => void): void {
  if (testServer === undefined) register();
}

/** A database on the server, which is not there yet or already is. */
export interface ServedDatabase {
  name: string;
  url: string;
}

export const databaseCalled = (name: string, server: string): ServedDatabase => ({
  name,
  url: Object.assign(new URL(server), { pathname: `/${name}` }).href,
});

export const aDatabaseName = (): string => `signalbox_test_${randomUUID().replaceAll("-", "")}`;

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
  return databaseCalled(`signalbox_test_${hash.slice(0, 32)}`, server);
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const duplicateDatabase = "42P04";

const isThereAlready = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === duplicateDatabase;
