/** Five hundred streams, one stalled among them, and the server's memory after it all: `node bench/streams.ts [minutes]`. */
import { createClient } from "../packages/client/src/client.ts";
import { followEvents } from "../packages/client/src/follow-events.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { until } from "../packages/testkit/src/until.ts";
import { residentMegabytes } from "./load/machine.ts";
import { oneEventHooks } from "./load/one-event-hooks.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { quantile } from "./load/statistics.ts";
import { type Delivery, openStreams, stalledClient } from "./load/stream-clients.ts";

const clients = 500;
const eventsPerSecond = 20;
const roundMs = 20_000;
const rounds = 3;
/** So many events stand in the log that a client which reads nothing of them is full at once. */
const backlog = 6_000;

/** Delivery latencies with and without a stalled client, by turns; then goes on until `minutes` are over. */
export async function measureStreams(server: RunningServer, minutes: number): Promise<Finding[]> {
  const started = performance.now();
  const hooks = await oneEventHooks(server);
  for (let sent = 0; sent < backlog; sent += 50) await Promise.all(Array.from({ length: 50 }, hooks.send));
  const positions = notePositions(server);
  const deliveries: Delivery[] = [];
  const streams = await openStreams(server, clients, (delivery) => deliveries.push(delivery));
  await hooks.pace(eventsPerSecond, 3_000);

  const round = async (): Promise<number[]> => {
    deliveries.length = 0;
    hooks.acknowledged.clear();
    await hooks.pace(eventsPerSecond, roundMs);
    const expected = (roundMs / 1_000) * eventsPerSecond * clients;
    await until(
      () => deliveries.length >= expected || undefined,
      () => `${expected} deliveries; ${deliveries.length} came`,
    );
    return deliveries.flatMap(({ position, at }) => {
      const acknowledged = hooks.acknowledged.get(positions.known.get(position) ?? "");
      return acknowledged === undefined ? [] : [at - acknowledged];
    });
  };
  const alone: number[][] = [];
  const besideStalled: number[][] = [];
  for (let done = 0; done < rounds; done++) {
    alone.push(await round());
    const stalled = stalledClient(server);
    besideStalled.push(await round());
    stalled.close();
  }
  const left = minutes * 60_000 - (performance.now() - started);
  if (left > 0) await hooks.pace(eventsPerSecond, left);
  const memory = residentMegabytes(server.pid);
  streams.close();
  hooks.close();
  await positions.stop();
  return findingsOf(alone.flat(), besideStalled.flat(), { memory, minutes });
}

/** Which hook each position came from; told by one more stream, since the many only look at positions. */
function notePositions(server: RunningServer) {
  const known = new Map<number, string>();
  const ending = new AbortController();
  const client = createClient({ baseUrl: server.url, credentials: () => ({ apiKey: server.adminKey }) });
  const following = (async () => {
    for await (const item of followEvents(client, { signal: ending.signal })) {
      if (item.kind === "event") known.set(Number(item.event.position), item.event.correlationId);
    }
  })();
  return {
    known,
    stop: () => {
      ending.abort();
      return following;
    },
  };
}

function findingsOf(
  alone: number[],
  besideStalled: number[],
  { memory, minutes }: { memory: number; minutes: number },
): Finding[] {
  const what = `202 → event at each of ${clients} SSE clients, ${eventsPerSecond}/s`;
  const p95 = quantile(alone, 0.95);
  const p95BesideStalled = quantile(besideStalled, 0.95);
  return [
    { what: `${what}, p50`, value: quantile(alone, 0.5), unit: "ms" },
    { what: `${what}, p95`, value: p95, unit: "ms", target: { atMost: 10 } },
    { what: "… with one stalled client, p50", value: quantile(besideStalled, 0.5), unit: "ms" },
    { what: "… with one stalled client, p95", value: p95BesideStalled, unit: "ms" },
    {
      what: "what one stalled client costs the others (p95)",
      value: (p95BesideStalled / p95 - 1) * 100,
      unit: "%",
      target: { atMost: 10 },
    },
    {
      what: `memory of the server after ${minutes} minutes of that`,
      value: memory,
      unit: "MB",
      target: { atMost: 400 },
    },
  ];
}

if (import.meta.main) {
  const server = await runServer();
  print(tableOf(await measureStreams(server, Number(process.argv[2] ?? 10))));
  await server.stop();
}
