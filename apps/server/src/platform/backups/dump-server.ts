import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { runTool } from "./server-tools.ts";
import { countTables } from "./verify-database.ts";

export const dumpFile = "database.dump";

/** Whom long work tells how far it came, and what ends it. */
export interface Steps {
  signal: AbortSignal;
  progress(percent: number, message: string): Promise<void>;
}

export interface Dumped {
  rows: Record<string, number>;
  sha256: string;
}

/** Writes the tables of a database on a server to a file, and counts what the file must have. */
export async function dumpServer(
  server: { url: string; path: string },
  draft: string,
  { signal, progress }: Steps,
): Promise<Dumped> {
  const file = join(draft, dumpFile);
  const means = { ...server, signal };
  const rows = await withSnapshot(server.url, async (client, snapshot) => {
    await progress(5, "Counting the rows of each table");
    const counts = await countTables(client, signal);
    await progress(15, "pg_dump writes the database to a file");
    const what = ["--schema=public", "--schema=pgboss", `--snapshot=${snapshot}`];
    const how = ["--format=custom", "--no-owner", "--no-privileges", `--file=${file}`];
    await runTool("pg_dump", [...how, ...what], means);
    return counts;
  });
  await progress(60, "Reading the file from its beginning to its end");
  await readDump(file, means);
  return { rows, sha256: await checksumOf(file) };
}

/** Reads a dump as a restore would, into nowhere. */
export const readDump = (file: string, means: Parameters<typeof runTool>[2]): Promise<void> =>
  runTool("pg_restore", ["--file=/dev/null", file], means);

export async function checksumOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** The server, the role or the database may set limits that a long dump would run into. */
const unhurriedSql = `
  select set_config(name, '0', false) from pg_settings where name in
    ('idle_in_transaction_session_timeout', 'idle_session_timeout', 'statement_timeout', 'transaction_timeout')`;

/** Works in a transaction that sees the database as it is now, which others can join by the snapshot's name. */
async function withSnapshot<T>(
  url: string,
  work: (client: Client, snapshot: string) => Promise<T>,
): Promise<T> {
  // Its own connection: those of the pool may not stand still in a transaction.
  const client = new Client({
    connectionString: url,
    application_name: "signalbox backup",
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  // A connection that is lost is told by what is asked of it next, or by pg_dump.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(unhurriedSql);
    await client.query("begin isolation level repeatable read read only");
    const { rows } = await client.query<{ name: string }>("select pg_export_snapshot() as name");
    return await work(client, rows[0]?.name ?? "");
  } finally {
    await client.end().catch(() => {});
  }
}
