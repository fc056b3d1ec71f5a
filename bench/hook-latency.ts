/** From a hook's request to its 202, at 200 hooks a second from 50 agents: `node bench/hook-latency.ts`. */
import { setTimeout as delay } from "node:timers/promises";
import { hookSender } from "../packages/testkit/src/hook-sender.ts";
import { seeded } from "../packages/testkit/src/seeded.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { watchStolenTime } from "./load/machine.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { quantile } from "./load/statistics.ts";
import { workday } from "./load/workday.ts";

const agents = 50;
const hooksPerSecond = 200;
/** The engine is compiled anew after each start, which takes its busiest functions this long. */
const warmUpMs = 10_000;
const windowMs = 10_000;
const windows = 6;

/**
 * Paced by the clock, whatever the replies do; each agent's own hooks are 250 ms apart. What the p99 is in the best and
 * the worst window tells how much of it is the machine's.
 */
export async function measureHookLatency(server: RunningServer): Promise<Finding[]> {
  const sender = hookSender({ server, connections: agents });
  const days = Array.from({ length: agents }, (_, agent) => workday(seeded(agent)));
  const times = Array.from({ length: windows }, (): number[] => []);
  const pending = new Set<Promise<void>>();
  const send = async (agent: number, dueMs: number) => {
    const body = JSON.stringify(days[agent]?.next().value);
    const sent = performance.now();
    const { status } = await sender.send(body);
    if (status !== 202) throw new Error(`A hook was answered ${status}`);
    times[Math.floor((dueMs - warmUpMs) / windowMs)]?.push(performance.now() - sent);
  };
  const started = performance.now();
  let stolen = watchStolenTime();
  const total = ((warmUpMs + windows * windowMs) / 1_000) * hooksPerSecond;
  for (let hook = 0; hook < total; hook++) {
    const dueMs = (hook * 1_000) / hooksPerSecond;
    if (dueMs === warmUpMs) stolen = watchStolenTime();
    const dueIn = started + dueMs - performance.now();
    if (dueIn > 0) await delay(dueIn);
    const sending = send(hook % agents, dueMs);
    pending.add(sending);
    void sending.finally(() => pending.delete(sending));
  }
  await Promise.all(pending);
  sender.close();
  const tails = times.map((window) => quantile(window, 0.99));
  const what = `hook → 202 at ${hooksPerSecond}/s from ${agents} agents`;
  return [
    { what: `${what}, p50`, value: quantile(times.flat(), 0.5), unit: "ms", target: { atMost: 3 } },
    { what: "… p99", value: quantile(times.flat(), 0.99), unit: "ms", target: { atMost: 15 } },
    { what: `… p99 of the best ${windowMs / 1_000} s`, value: Math.min(...tails), unit: "ms" },
    { what: `… p99 of the worst ${windowMs / 1_000} s`, value: Math.max(...tails), unit: "ms" },
    { what: "cores' time that the host gave to others meanwhile", value: stolen(), unit: "%" },
  ];
}

if (import.meta.main) {
  const server = await runServer();
  print(tableOf(await measureHookLatency(server)));
  await server.stop();
}
