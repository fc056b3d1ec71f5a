/**
 * `npm test [-- [--postgres] <part of a file name>… [-t <part of a test's name>]]`: everything that can run on this
 * machine. With --postgres, all that keeps something is run on a PostgreSQL server, which is there as long as the tests;
 * SIGNALBOX_TEST_DATABASE_URL names another one.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { forgetRun } from "../packages/testkit/src/engine.ts";
import { findFakeTime } from "../packages/testkit/src/fake-clock.ts";
import {
  findCaddy,
  findChromium,
  findClaude,
  findCodex,
  findGemini,
  findNginx,
  findOpencode,
  findSystemdAnalyze,
  findTmux,
} from "../packages/testkit/src/machine.ts";
import { runPostgres } from "../packages/testkit/src/postgres.ts";
import { findReadOnly } from "../packages/testkit/src/read-only.ts";
import { sumOf, type Tally } from "./testing/report.ts";
import { runPlaywright, runVitest } from "./testing/suites.ts";

const root = join(import.meta.dirname, "..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { testNamePattern: { type: "string", short: "t" }, postgres: { type: "boolean", default: false } },
});
const selection = { files: positionals, title: values.testNamePattern };

const cleanUp = await prepareServer();
let tallies: Tally[];
try {
  // One after the other: each keeps every core busy, and real programs have deadlines. What is pure knows no engine.
  const quick = await runVitest(root, values.postgres ? ["db"] : ["unit", "db"], selection);
  const real = await runVitest(root, ["cli"], selection);
  // Pages know no engine: what they ask for has tests on both.
  tallies = [quick, real, ...(values.postgres ? [] : [await runPlaywright(root, selection)])];
} finally {
  await cleanUp();
}
const { passed, failed, skipped, leftOut, failures } = sumOf(tallies);

console.log("");
const tools = [
  ...[findChromium(), findTmux(), findCaddy(), findNginx(), findSystemdAnalyze()],
  ...[findClaude(), findCodex(), findGemini(), findOpencode()],
  ...[findFakeTime(), findReadOnly()],
];
for (const tool of tools) {
  if (tool.path === null) console.log(`Missing on this machine: ${tool.name} (${tool.reason})`);
}
for (const file of leftOut) console.log(`Left out: ${file}`);
for (const failure of failures) console.log(`Failed: ${failure}`);
if (passed + failed === 0) console.log("No test ran.");
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** Sees to the PostgreSQL server of this run, where it has one; the answer leaves nothing of the run behind. */
async function prepareServer(): Promise<() => Promise<void>> {
  const given = process.env.SIGNALBOX_TEST_DATABASE_URL;
  if (given) {
    const run = randomBytes(4).toString("hex");
    process.env.SIGNALBOX_TEST_RUN = run;
    return () => forgetRun(run, given);
  }
  if (!values.postgres) return async () => {};
  const postgres = await runPostgres({ max_connections: "400" });
  process.env.SIGNALBOX_TEST_DATABASE_URL = postgres.url;
  return () => postgres.remove();
}
