/**
 * How long it takes to tell what 100,000 executions took, and how budgets stand with them, on each engine: `node
 * bench/taken.ts [embedded|server]`; see `load/both-engines.ts`.
 */
import { takenGroupings } from "../packages/contract/src/usage.ts";
import type { RunningServer } from "../packages/testkit/src/server.ts";
import { measureOnBoth, timesOf } from "./load/both-engines.ts";
import { loadExecutions } from "./load/many-executions.ts";
import type { Finding } from "./load/report.ts";

const target = { atMost: 100 };
const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10);

async function measure(server: RunningServer): Promise<Finding[]> {
  const findings: Finding[] = [];
  const read = async (what: string, ask: () => string) =>
    findings.push(...(await timesOf(server, { what, ask, target, samples: 60 })));
  await read("an empty answer, to compare with", () => "/health/live");
  for (const by of takenGroupings)
    await read(`all 90 days, by ${by}`, () => `/api/usage/executions?by=${by}&from=${day(89)}`);
  await read("30 days, by bot", () => "/api/usage/executions?by=bot");
  await read("a budget of all bots for the month", () => "/api/budgets");
  return findings;
}

if (import.meta.main)
  await measureOnBoth(
    { what: "100,000 executions in 90 days", load: loadExecutions, measure },
    process.argv[2],
  );
