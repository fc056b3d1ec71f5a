/**
 * How long a search takes over 200,000 turns, on each engine: `node bench/search.ts [embedded|server]`. With
 * BENCH_DATABASE_URL the server part runs on an empty database there, else on a PostgreSQL of its own.
 */
import { join } from "node:path";
import type { OpenDatabase } from "../apps/server/src/platform/database/database.ts";
import { migrate } from "../apps/server/src/platform/database/migrate.ts";
import { openDatabase } from "../apps/server/src/platform/database/open-database.ts";
import { openServerDatabase } from "../apps/server/src/platform/database/server-database.ts";
import { runPostgres } from "../packages/testkit/src/postgres.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { loadAverage } from "./load/machine.ts";
import { loadTurns, searchedAgent, turns, wordOf } from "./load/many-turns.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { median, quantile } from "./load/statistics.ts";

const samples = 60;
const target = { atMost: 80 };

const searchFor = (query: Record<string, string>): string =>
  `/api/turns/search?${new URLSearchParams(query)}`;

/** What people search for. */
const asked: readonly { what: string; ask: (run: number) => string }[] = [
  { what: "an empty answer, to compare with", ask: () => "/health/live" },
  { what: "a word of most turns", ask: (run) => searchFor({ q: wordOf(run % 3) }) },
  { what: "a word of one turn in ten", ask: (run) => searchFor({ q: wordOf(20 + run) }) },
  { what: "a word of one turn in a hundred", ask: (run) => searchFor({ q: wordOf(300 + run) }) },
  { what: "a rare word", ask: (run) => searchFor({ q: wordOf(20_000 + run * 31) }) },
  { what: "a word that is nowhere", ask: (run) => searchFor({ q: `nowhere${run}` }) },
  { what: "the beginning of a word", ask: (run) => searchFor({ q: wordOf(400 + run).slice(0, 4) }) },
  { what: "two common words", ask: (run) => searchFor({ q: `${wordOf(1)} ${wordOf(40 + run)}` }) },
  { what: "a common and a rare word", ask: (run) => searchFor({ q: `${wordOf(2)} ${wordOf(9_000 + run)}` }) },
  { what: "a path", ask: (run) => searchFor({ q: `src/${wordOf(5)}/${wordOf(run)}` }) },
  {
    what: "a common word in one agent",
    ask: (run) => searchFor({ q: wordOf(4), agentId: searchedAgent(run) }),
  },
  {
    what: "a rare word in one agent",
    ask: (run) => searchFor({ q: wordOf(9_000 + run), agentId: searchedAgent(run) }),
  },
];

async function timed(server: RunningServer, path: string): Promise<number> {
  const began = performance.now();
  const reply = await server.fetch(path);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text}`);
  return performance.now() - began;
}

async function measureSearch(server: RunningServer): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { what, ask } of asked) {
    for (let run = 0; run < 5; run++) await timed(server, ask(run));
    const times: number[] = [];
    for (let run = 0; run < samples; run++) times.push(await timed(server, ask(run)));
    findings.push(
      { what: `${what}, p50`, value: median(times), unit: "ms" },
      { what: `${what}, p95`, value: quantile(times, 0.95), unit: "ms", target },
    );
  }
  return findings;
}

async function fill(db: OpenDatabase): Promise<void> {
  await migrate(db.pool);
  await loadTurns(db);
  await db.close();
}

async function onEmbedded(): Promise<Finding[]> {
  const folder = temporaryFolder("bench");
  const stateFolder = join(folder, "state");
  await fill(await openDatabase({ folder: join(stateFolder, "database") }));
  const server = await runServer({ stateFolder });
  const findings = await measureSearch(server);
  await server.stop();
  removeFolder(folder);
  return findings;
}

async function onServer(url: string): Promise<Finding[]> {
  await fill(openServerDatabase({ url }));
  const server = await runServer({ env: { DATABASE_URL: url } });
  const findings = await measureSearch(server);
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
  print(`Load average before: ${loadAverage().toFixed(1)}`);
  if (engine !== "server") print(`Embedded, ${turns} turns:\n\n${tableOf(await onEmbedded())}\n`);
  if (engine !== "embedded")
    print(`On a PostgreSQL server, ${turns} turns:\n\n${tableOf(await onServers())}`);
}
