/**
 * How long the data browser takes over a table of a million rows, on each engine: `node bench/data-browser.ts [embedded|server]`.
 * Loading takes minutes on the embedded engine. With BENCH_DATABASE_URL the server part runs on an empty database there, else on a PostgreSQL of its own.
 */
import { join } from "node:path";
import { lookedThrough } from "../apps/server/src/modules/admin/rows/row-pages.read-model.ts";
import type { OpenDatabase } from "../apps/server/src/platform/database/database.ts";
import { migrate } from "../apps/server/src/platform/database/migrate.ts";
import { openDatabase } from "../apps/server/src/platform/database/open-database.ts";
import { openServerDatabase } from "../apps/server/src/platform/database/server-database.ts";
import { runPostgres } from "../packages/testkit/src/postgres.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { loadEvents, loadedAgent, rows } from "./load/many-events.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { median, quantile } from "./load/statistics.ts";

const samples = 100;
const target = { atMost: 50 };

type Query = Readonly<Record<string, unknown>>;
type Ask = (run: number) => string;

const listOf = (query: Query): string =>
  `/api/data/tables/events/rows?${new URLSearchParams(
    Object.entries({ limit: 100, ...query }).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  )}`;
const only = (column: string, value: unknown, operator = "is") => [{ column, operator, value }];
const positionAt = (run: number): number => 1 + ((run * 7_919_317) % rows);

/** What people do with a large table; without a target, what is bounded in another way. */
const asked: readonly { what: string; ask: Ask; isBounded?: true }[] = [
  { what: "an empty answer, to compare with", ask: () => "/health/live", isBounded: true },
  { what: "first page", ask: () => listOf({}) },
  {
    what: "page from anywhere",
    ask: (run) => listOf({ filter: only("position", positionAt(run), "at_most") }),
  },
  { what: "filter, a rare type", ask: () => listOf({ filter: only("type", "agent.ended") }) },
  { what: "filter, a common type", ask: () => listOf({ filter: only("type", "turn.recorded") }) },
  { what: "filter, one agent", ask: (run) => listOf({ filter: only("agent_id", loadedAgent(run)) }) },
  { what: "order by type", ask: (run) => listOf({ order: run % 2 === 0 ? "type" : "-type" }) },
  { what: "search for an id", ask: (run) => listOf({ search: loadedAgent(run) }) },
  { what: "one row, its relations", ask: (run) => `/api/data/tables/events/rows/${positionAt(run)}` },
  { what: "one agent, its relations", ask: (run) => `/api/data/tables/agents/rows/${loadedAgent(run)}` },
  { what: "list of tables", ask: () => "/api/data/tables" },
  {
    what: `search through ${lookedThrough} rows, none found`,
    ask: (run) => listOf({ search: `nothing like ${run}` }),
    isBounded: true,
  },
];

async function timed(server: RunningServer, path: string): Promise<number> {
  const began = performance.now();
  const reply = await server.fetch(path);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text}`);
  return performance.now() - began;
}

/** Measures each question `samples` times; the server loads the pages that it needs before. */
export async function measureDataBrowser(server: RunningServer): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { what, ask, isBounded } of asked) {
    for (let run = 0; run < 10; run++) await timed(server, ask(run));
    const times: number[] = [];
    for (let run = 0; run < samples; run++) times.push(await timed(server, ask(run)));
    findings.push(
      { what: `${what}, p50`, value: median(times), unit: "ms" },
      { what: `${what}, p95`, value: quantile(times, 0.95), unit: "ms", ...(isBounded ? {} : { target }) },
    );
  }
  return findings;
}

async function fill(db: OpenDatabase): Promise<void> {
  await migrate(db.pool);
  await loadEvents(db);
  await db.close();
}

async function onEmbedded(): Promise<Finding[]> {
  const folder = temporaryFolder("bench");
  const stateFolder = join(folder, "state");
  await fill(await openDatabase({ folder: join(stateFolder, "database") }));
  const server = await runServer({ stateFolder });
  const findings = await measureDataBrowser(server);
  await server.stop();
  removeFolder(folder);
  return findings;
}

async function onServer(url: string): Promise<Finding[]> {
  await fill(openServerDatabase({ url }));
  const server = await runServer({ env: { DATABASE_URL: url } });
  const findings = await measureDataBrowser(server);
  await server.stop();
  return findings;
}

async function onServers(): Promise<Finding[]> {
  const given = process.env.BENCH_DATABASE_URL;
  if (given !== undefined) return onServer(given);
  const own = await runPostgres();
  const findings = await onServer(own.url);
  await own.remove();
  return findings;
}

if (import.meta.main) {
  const [, , engine] = process.argv;
  if (engine !== "server") print(`Embedded, ${rows} events:\n\n${tableOf(await onEmbedded())}\n`);
  if (engine !== "embedded")
    print(`On a PostgreSQL server, ${rows} events:\n\n${tableOf(await onServers())}`);
}
