/**
 * How long the reads of the board take with 500 agents, 20,000 commands and 200,000 turns, on each engine: `node
 * bench/board.ts [embedded|server]`; see `load/both-engines.ts`.
 */
import type { RunningServer } from "../packages/testkit/src/server.ts";
import { measureOnBoth, timesOf } from "./load/both-engines.ts";
import { loadBoard } from "./load/busy-board.ts";
import type { Finding } from "./load/report.ts";

const target = { atMost: 15 };
const lately = () => new Date(Date.now() - 3_600_000).toISOString();

const reads: readonly { what: string; ask: () => string }[] = [
  { what: "an empty answer, to compare with", ask: () => "/health/live" },
  { what: "what waits for the operator", ask: () => "/api/attention?limit=200" },
  { what: "live agents", ask: () => "/api/agents?live=true&limit=200" },
  { what: "agents that are complete", ask: () => "/api/agents?state=complete&limit=50" },
  { what: "commands completed lately", ask: () => `/api/commands/completed?since=${lately()}&limit=6` },
  { what: "projects", ask: () => "/api/projects?limit=200" },
];

async function measure(server: RunningServer): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const read of reads) findings.push(...(await timesOf(server, { ...read, target, samples: 300 })));
  return findings;
}

if (import.meta.main)
  await measureOnBoth(
    { what: "500 agents, 20,000 commands, 200,000 turns", load: loadBoard, measure },
    process.argv[2],
  );
