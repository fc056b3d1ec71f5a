/** From a hook's request to its 202, at 200 hooks a second from 50 agents: `node bench/hook-latency.ts`. */
import { setTimeout as delay } from "node:timers/promises";
import { hookSender } from "../packages/testkit/src/hook-sender.ts";
import { seeded } from "../packages/testkit/src/seeded.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { quantile } from "./load/statistics.ts";
import { workday } from "./load/workday.ts";

const agents = 50;
const hooksPerSecond = 200;
/** The engine is compiled anew after each start, which takes its busiest functions this long. */
const warmUpMs = 10_000;
const measuredMs = 30_000;

/** Paced by the clock, whatever the replies do; each agent's own hooks are 250 ms apart. */
export async function measureHookLatency(server: RunningServer): Promise<Finding[]> {
  const sender = hookSender({ server, connections: agents });
  const days = Array.from({ length: agents }, (_, agent) => workday(seeded(agent)));
  const times: number[] = [];
  const pending = new Set<Promise<void>>();
  const send = async (agent: number, counts: boolean) => {
    const body = JSON.stringify(days[agent]?.next().value);
    const sent = performance.now();
    const { status } = await sender.send(body);
    if (status !== 202) throw new Error(`A hook was answered ${status}`);
    if (counts) times.push(performance.now() - sent);
  };
  const started = performance.now();
  const total = ((warmUpMs + measuredMs) / 1_000) * hooksPerSecond;
  for (let hook = 0; hook < total; hook++) {
    const dueIn = started + (hook * 1_000) / hooksPerSecond - performance.now();
    if (dueIn > 0) await delay(dueIn);
    const sending = send(hook % agents, (hook * 1_000) / hooksPerSecond > warmUpMs);
    pending.add(sending);
    void sending.finally(() => pending.delete(sending));
  }
  await Promise.all(pending);
  sender.close();
  const what = `hook → 202 at ${hooksPerSecond}/s from ${agents} agents`;
  return [
    { what: `${what}, p50`, value: quantile(times, 0.5), unit: "ms", target: { atMost: 3 } },
    { what: `${what}, p99`, value: quantile(times, 0.99), unit: "ms", target: { atMost: 15 } },
  ];
}

if (import.meta.main) {
  const server = await runServer();
  print(tableOf(await measureHookLatency(server)));
  await server.stop();
}
