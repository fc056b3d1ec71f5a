/** From a hook's acknowledgement to its event at a browser's connection: `node bench/live-latency.ts`. */
import { createClient } from "../packages/client/src/client.ts";
import { followEvents } from "../packages/client/src/follow-events.ts";
import { liveEvents } from "../packages/client/src/live-events.ts";
import type { EventEnvelope } from "../packages/contract/src/event.ts";
import { type RunningServer, runServer } from "../packages/testkit/src/server.ts";
import { until } from "../packages/testkit/src/until.ts";
import { oneEventHooks } from "./load/one-event-hooks.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { quantile } from "./load/statistics.ts";

const hooksPerSecond = 50;
const warmUpMs = 2_000;
const measuredMs = 30_000;

/** The clients that the web app and scripts use, one of each kind. */
export async function measureLiveLatency(server: RunningServer): Promise<Finding[]> {
  const client = createClient({ baseUrl: server.url, credentials: () => ({ apiKey: server.adminKey }) });
  const hooks = await oneEventHooks(server);
  const seen = { WebSocket: new Map<string, number>(), SSE: new Map<string, number>() };
  const note = (kind: keyof typeof seen, event: EventEnvelope) =>
    seen[kind].set(event.correlationId, performance.now());

  const ready = Promise.withResolvers<void>();
  const socket = liveEvents({
    client,
    onEvents: (events) => events.forEach((event) => void note("WebSocket", event)),
    onReset: (reason) => ready.reject(new Error(reason)),
    onStatus: ({ state }) => state === "live" && ready.resolve(),
  });
  const ending = new AbortController();
  const following = (async () => {
    for await (const item of followEvents(client, { signal: ending.signal })) {
      if (item.kind === "event") note("SSE", item.event);
    }
  })();
  await ready.promise;
  await hooks.pace(hooksPerSecond, warmUpMs);
  hooks.acknowledged.clear();
  await hooks.pace(hooksPerSecond, measuredMs);
  const sent = [...hooks.acknowledged];
  await until(
    () => sent.every(([id]) => seen.SSE.has(id) && seen.WebSocket.has(id)) || undefined,
    () => `every event to arrive; ${sent.length} were sent, ${seen.SSE.size} and ${seen.WebSocket.size} came`,
  );
  socket.close();
  ending.abort();
  await following;
  hooks.close();
  return (["WebSocket", "SSE"] as const).flatMap((kind): Finding[] => {
    const times = sent.map(([id, at]) => (seen[kind].get(id) ?? Number.NaN) - at);
    const what = `202 → event at a ${kind} client, ${hooksPerSecond}/s`;
    return [
      { what: `${what}, p50`, value: quantile(times, 0.5), unit: "ms" },
      { what: `${what}, p99`, value: quantile(times, 0.99), unit: "ms", target: { atMost: 20 } },
    ];
  });
}

if (import.meta.main) {
  const server = await runServer();
  print(tableOf(await measureLiveLatency(server)));
  await server.stop();
}
