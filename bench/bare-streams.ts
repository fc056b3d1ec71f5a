/** What this machine makes of the least that streams can cost, to judge `streams.ts` by: `node bench/bare-streams.ts`. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../packages/testkit/src/until.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { quantile } from "./load/statistics.ts";
import { openStreams } from "./load/stream-clients.ts";

const clients = 500;
const everyMs = 50;
const warmUp = 60;
const events = 400;

/** A bare Node that writes each event to all sockets and does nothing else, with the same clients and pace. */
export async function measureBareStreams(): Promise<Finding[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "load", "bare-fan-out.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const port = Number(line);
  const sentAt: number[] = [];
  const times: number[] = [];
  const streams = await openStreams({ port, adminKey: "none" }, clients, ({ position, at }) => {
    if (position >= warmUp) times.push(at - (sentAt[position] ?? Number.NaN));
  });
  for (let position = 0; position < warmUp + events; position++) {
    sentAt[position] = performance.now();
    child.stdin.write(`${position}\n`);
    await delay(everyMs);
  }
  await until(
    () => times.length >= events * clients || undefined,
    () => `${events} events at each of ${clients} clients; ${times.length} came`,
  );
  streams.close();
  child.stdin.end();
  const what = `one event written to ${clients} sockets by a bare Node, 20/s`;
  return [
    { what: `${what}, p50`, value: quantile(times, 0.5), unit: "ms" },
    { what: `${what}, p95`, value: quantile(times, 0.95), unit: "ms" },
  ];
}

if (import.meta.main) print(tableOf(await measureBareStreams()));
