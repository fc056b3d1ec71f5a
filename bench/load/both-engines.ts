import { join } from "node:path";
import type { OpenDatabase } from "../../apps/server/src/platform/database/database.ts";
import { migrate } from "../../apps/server/src/platform/database/migrate.ts";
import { openDatabase } from "../../apps/server/src/platform/database/open-database.ts";
import { openServerDatabase } from "../../apps/server/src/platform/database/server-database.ts";
import { runPostgres } from "../../packages/testkit/src/postgres.ts";
import { type RunningServer, runServer } from "../../packages/testkit/src/server.ts";
import { removeFolder, temporaryFolder } from "../../packages/testkit/src/temporary.ts";
import { loadAverage } from "./machine.ts";
import { type Finding, print, tableOf } from "./report.ts";
import { median, quantile } from "./statistics.ts";

export interface Measurement {
  what: string;
  /** Fills a new database. */
  load(db: OpenDatabase): Promise<void>;
  measure(server: RunningServer): Promise<Finding[]>;
}

/**
 * Measures a server on a database that was filled before, on one engine or both (`embedded`, `server`). With
 * BENCH_DATABASE_URL the server's part runs on an empty database there, else on a PostgreSQL of its own.
 */
export async function measureOnBoth(measurement: Measurement, engine: string | undefined): Promise<void> {
  const { what } = measurement;
  print(`Load average before: ${loadAverage().toFixed(1)}`);
  if (engine !== "server") print(`Embedded, ${what}:\n\n${tableOf(await onEmbedded(measurement))}\n`);
  if (engine !== "embedded")
    print(`On a PostgreSQL server, ${what}:\n\n${tableOf(await onServers(measurement))}`);
  print(`Load average after: ${loadAverage().toFixed(1)}`);
}

async function onEmbedded({ load, measure }: Measurement): Promise<Finding[]> {
  const folder = temporaryFolder("bench");
  const stateFolder = join(folder, "state");
  await fill(await openDatabase({ folder: join(stateFolder, "database") }), load);
  const server = await runServer({ stateFolder });
  const findings = await measure(server);
  await server.stop();
  removeFolder(folder);
  return findings;
}

async function onServers(measurement: Measurement): Promise<Finding[]> {
  const given = process.env.BENCH_DATABASE_URL;
  if (given !== undefined) return onServer(given, measurement);
  const own = await runPostgres();
  const findings = await onServer(own.url, measurement);
  await own.remove();
  return findings;
}

async function onServer(url: string, { load, measure }: Measurement): Promise<Finding[]> {
  await fill(openServerDatabase({ url }), load);
  const server = await runServer({ env: { DATABASE_URL: url } });
  const findings = await measure(server);
  await server.stop();
  return findings;
}

async function fill(db: OpenDatabase, load: Measurement["load"]): Promise<void> {
  await migrate(db.pool);
  await load(db);
  await db.close();
}

interface Asked {
  what: string;
  ask: (run: number) => string;
  target: { atMost: number };
  /** How often it is asked; a third as often before it is timed, since code that is new to V8 is slow. */
  samples?: number;
}

/** How long the server takes to answer, from the request to the last byte. */
export async function timesOf(
  server: RunningServer,
  { what, ask, target, samples = 60 }: Asked,
): Promise<Finding[]> {
  for (let run = 0; run < samples / 3; run++) await timed(server, ask(run));
  const times: number[] = [];
  for (let run = 0; run < samples; run++) times.push(await timed(server, ask(run)));
  return [
    { what: `${what}, p50`, value: median(times), unit: "ms" },
    { what: `${what}, p95`, value: quantile(times, 0.95), unit: "ms", target },
  ];
}

async function timed(server: RunningServer, path: string): Promise<number> {
  const began = performance.now();
  const reply = await server.fetch(path);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text}`);
  return performance.now() - began;
}
