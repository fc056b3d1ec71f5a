/**
 * How long a search takes over 200,000 turns, on each engine: `node bench/search.ts [embedded|server]`; see
 * `load/both-engines.ts`.
 */
import type { RunningServer } from "../packages/testkit/src/server.ts";
import { measureOnBoth, timesOf } from "./load/both-engines.ts";
import { loadTurns, searchedAgent, turns, wordOf } from "./load/many-turns.ts";
import type { Finding } from "./load/report.ts";

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

async function measure(server: RunningServer): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const search of asked) findings.push(...(await timesOf(server, { ...search, target })));
  return findings;
}

if (import.meta.main)
  await measureOnBoth({ what: `${turns} turns`, load: loadTurns, measure }, process.argv[2]);
