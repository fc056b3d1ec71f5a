/**
 * How many hooks a second are committed when agents send as fast as they can, on each engine:
 * `node bench/hook-throughput.ts [embedded|postgresql]`.
 */
import { runPostgres } from "../packages/testkit/src/postgres.ts";
import { seeded } from "../packages/testkit/src/seeded.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { type LeanSender, leanSender } from "./load/lean-sender.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { workday } from "./load/workday.ts";

const agents = 64;
const warmUpMs = 4_000;
const measuredMs = 20_000;

/** What is asked of each engine. */
const leastEmbedded = 1_000;
const leastOnServer = 2_500;

/** Each agent sends its next hook when the one before was answered, as a CLI does. */
export async function measureThroughput(
  server: RunningServer,
  atLeast: number = leastEmbedded,
): Promise<Finding[]> {
  const senders = await Promise.all(Array.from({ length: agents }, () => leanSender(server)));
  const from = performance.now() + warmUpMs;
  const until = from + measuredMs;
  let answered = 0;
  const work = async (sender: LeanSender, agent: number) => {
    const day = workday(seeded(1_000 + agent));
    while (performance.now() < until) {
      const status = await sender.send(JSON.stringify(day.next().value));
      if (status !== 202) throw new Error(`A hook was answered ${status}`);
      const now = performance.now();
      if (now >= from && now < until) answered += 1;
    }
  };
  await Promise.all(senders.map(work));
  for (const sender of senders) sender.close();
  return [
    {
      what: `sustained for ${measuredMs / 1_000} s, generator beside it`,
      value: (answered * 1_000) / measuredMs,
      unit: "hooks/s",
      target: { atLeast },
    },
  ];
}

async function embedded(): Promise<Finding[]> {
  const server = await runServer();
  const findings = await measureThroughput(server);
  await server.stop();
  return findings;
}

async function postgresql(): Promise<Finding[]> {
  const postgres = await runPostgres({ fsync: "on" });
  const server = await runServer({ env: { DATABASE_URL: postgres.url } });
  const findings = await measureThroughput(server, leastOnServer);
  await server.stop();
  await postgres.remove();
  return findings;
}

if (import.meta.main) {
  const [, , wanted] = process.argv;
  for (const [engine, run] of Object.entries({ embedded, postgresql }))
    if (wanted === undefined || wanted === engine) print(`On ${engine}:\n\n${tableOf(await run())}\n`);
}
