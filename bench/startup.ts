/**
 * From the start of the server's process to its readiness, on a folder that exists:
 * `node bench/startup.ts [million [embedded|postgresql]]`; with `million`, on as many events.
 */
import { join } from "node:path";
import type { OpenDatabase } from "../apps/server/src/platform/database/database.ts";
import { migrate } from "../apps/server/src/platform/database/migrate.ts";
import { openDatabase } from "../apps/server/src/platform/database/open-database.ts";
import { openServerDatabase } from "../apps/server/src/platform/database/server-database.ts";
import { runPostgres } from "../packages/testkit/src/postgres.ts";
import { runServer } from "../packages/testkit/src/server.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { loadEvents, rows } from "./load/many-events.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { median } from "./load/statistics.ts";

const starts = 7;

/** Readiness is asked for every 25 ms, so that much may be added. */
export async function measureStartup(
  stateFolder: string,
  { env = {}, atMost = 1_500 }: { env?: Record<string, string>; atMost?: number } = {},
): Promise<Finding[]> {
  const times: number[] = [];
  for (let start = 0; start < starts; start++) {
    const started = performance.now();
    const server = await runServer({ stateFolder, env });
    times.push(performance.now() - started);
    await server.stop();
  }
  return [
    {
      what: "process start → ready, existing folder, median",
      value: median(times),
      unit: "ms",
      target: { atMost },
    },
  ];
}

const atMostOnMillion = 3_000;

async function fill(db: OpenDatabase): Promise<void> {
  await migrate(db.pool);
  await loadEvents(db);
  await db.close();
}

async function millionEmbedded(stateFolder: string): Promise<Finding[]> {
  await fill(await openDatabase({ folder: join(stateFolder, "database") }));
  return measureStartup(stateFolder, { atMost: atMostOnMillion });
}

async function millionOnServer(stateFolder: string): Promise<Finding[]> {
  const postgres = await runPostgres({ fsync: "on" });
  await fill(openServerDatabase({ url: postgres.url }));
  const findings = await measureStartup(stateFolder, {
    env: { DATABASE_URL: postgres.url },
    atMost: atMostOnMillion,
  });
  await postgres.remove();
  return findings;
}

async function onExisting(stateFolder: string): Promise<Finding[]> {
  await (await runServer({ stateFolder })).stop();
  return measureStartup(stateFolder);
}

async function inFolder(measure: (stateFolder: string) => Promise<Finding[]>): Promise<string> {
  const folder = temporaryFolder("bench");
  const table = tableOf(await measure(join(folder, "state")));
  removeFolder(folder);
  return table;
}

if (import.meta.main) {
  const [, , size, engine] = process.argv;
  if (size === undefined) print(await inFolder(onExisting));
  else {
    if (engine !== "postgresql") print(`Embedded, ${rows} events:\n\n${await inFolder(millionEmbedded)}\n`);
    if (engine !== "embedded")
      print(`On PostgreSQL, ${rows} events:\n\n${await inFolder(millionOnServer)}\n`);
  }
}
