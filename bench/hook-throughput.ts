/** How many hooks a second are committed when agents send as fast as they can: `node bench/hook-throughput.ts`. */
import { hookSender } from "../packages/testkit/src/hook-sender.ts";
import { seeded } from "../packages/testkit/src/seeded.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { workday } from "./load/workday.ts";

const agents = 64;
const warmUpMs = 4_000;
const measuredMs = 20_000;

/** Each agent sends its next hook when the one before was answered, as a CLI does. */
export async function measureThroughput(server: RunningServer): Promise<Finding[]> {
  const sender = hookSender({ server, connections: agents });
  const from = performance.now() + warmUpMs;
  const until = from + measuredMs;
  let answered = 0;
  const work = async (agent: number) => {
    const day = workday(seeded(1_000 + agent));
    while (performance.now() < until) {
      const { status } = await sender.send(JSON.stringify(day.next().value));
      if (status !== 202) throw new Error(`A hook was answered ${status}`);
      const now = performance.now();
      if (now >= from && now < until) answered += 1;
    }
  };
  await Promise.all(Array.from({ length: agents }, (_, agent) => work(agent)));
  sender.close();
  return [
    {
      what: `sustained for ${measuredMs / 1_000} s, generator beside it`,
      value: (answered * 1_000) / measuredMs,
      unit: "hooks/s",
      target: { atLeast: 1_000 },
    },
  ];
}

if (import.meta.main) {
  const server = await runServer();
  print(tableOf(await measureThroughput(server)));
  await server.stop();
}
