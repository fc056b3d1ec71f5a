import { exposeMetrics } from "@signalbox/contract/operations";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { aServer, bearer, silentLog, wordGate } from "../http/testing.ts";
import { createMetrics } from "./create-metrics.ts";
import { metricsRoutes } from "./metrics.routes.ts";
import { type Metrics, noMetrics, only } from "./metrics.ts";
import { readExposition } from "./prometheus.testing.ts";

const aRegistry = () => {
  const metrics = createMetrics({ log: silentLog, patienceMs: 1_000 });
  const read = async (name: string) => readExposition(await metrics.expose()).get(name);
  return { metrics, read };
};

test("a counter counts by its labels, whatever they hold", async () => {
  const { metrics, read } = aRegistry();
  const requests = metrics.counter({ name: "requests_total", help: "All\nof them \\", labels: ["code"] });
  const odd = 'a "quoted"\nback\\slash';
  requests.add({ code: "ok" });
  requests.add({ code: "ok" }, 2);
  requests.add({ code: odd });
  expect(await read("requests_total")).toEqual({
    name: "requests_total",
    kind: "counter",
    help: "All\\nof them \\\\",
    samples: [
      { name: "requests_total", labels: { code: "ok" }, value: 3 },
      { name: "requests_total", labels: { code: odd }, value: 1 },
    ],
  });
});

test("a counter without labels is there before anything was counted", async () => {
  const { metrics, read } = aRegistry();
  metrics.counter({ name: "falls_total", help: "Falls" });
  expect((await read("falls_total"))?.samples).toEqual([{ name: "falls_total", labels: {}, value: 0 }]);
});

test("a histogram tells how many were at most as large as each bound", async () => {
  const { metrics, read } = aRegistry();
  const seconds = metrics.histogram({
    name: "seconds",
    help: "Seconds",
    labels: ["kind"],
    buckets: [0.1, 1],
  });
  for (const value of [0.05, 0.1, 0.5, 7]) seconds.observe({ kind: "x" }, value);
  const values = (await read("seconds"))?.samples.map(({ name, labels, value }) => [name, labels.le, value]);
  expect(values).toEqual([
    ["seconds_bucket", "0.1", 2],
    ["seconds_bucket", "1", 3],
    ["seconds_bucket", "+Inf", 4],
    ["seconds_sum", undefined, 7.65],
    ["seconds_count", undefined, 4],
  ]);
});

test("what can't be looked up, or not in time, is left out, and told", async () => {
  const lines: string[] = [];
  const log = pino({ level: "warn" }, { write: (line) => lines.push(line) });
  const metrics = createMetrics({ log, patienceMs: 500 });
  metrics.gauge({ name: "broken", help: "Broken" }, () => Promise.reject(new Error("no database")));
  metrics.gauge({ name: "late", help: "Late" }, () => Promise.withResolvers<[]>().promise);
  metrics.gauge({ name: "well", help: "Well" }, () => only(1));
  const families = readExposition(await metrics.expose());
  expect(families.has("broken") || families.has("late")).toBe(false);
  expect(families.get("well")?.samples[0]?.value).toBe(1);
  expect(families.get("signalbox_metrics_unreadable")?.samples[0]?.value).toBe(2);
  expect(lines.join("")).toMatch(/no database[\s\S]*longer than 500 ms/);
});

test("a label that held an id would not fill the memory", async () => {
  const { metrics, read } = aRegistry();
  const counter = metrics.counter({ name: "many_total", help: "Many", labels: ["id"] });
  for (let id = 0; id < 5_000; id++) counter.add({ id: String(id) });
  expect((await read("many_total"))?.samples).toHaveLength(1_000);
});

test("no name is declared twice", () => {
  const { metrics } = aRegistry();
  metrics.counter({ name: "one_total", help: "One" });
  expect(() => metrics.gauge({ name: "one_total", help: "Another" }, () => only(1))).toThrow(
    "declared twice",
  );
});

test("the process tells what it takes; its loop and its garbage from the first time that somebody asks", async () => {
  const { metrics, read } = aRegistry();
  expect((await read("process_resident_memory_bytes"))?.samples[0]?.value).toBeGreaterThan(1e6);
  expect((await read("process_cpu_user_seconds_total"))?.samples[0]?.value).toBeGreaterThan(0);
  await expect
    .poll(async () => (await read("nodejs_eventloop_lag_seconds"))?.samples.map(({ labels }) => labels))
    .toEqual([{ percentile: "50" }, { percentile: "90" }, { percentile: "99" }, { percentile: "100" }]);
  expect(readExposition(await metrics.expose()).get("nodejs_gc_duration_seconds")?.kind).toBe("histogram");
});

test("Prometheus reads the route with a key, and nobody without", async () => {
  const { metrics } = aRegistry();
  const routes = metricsRoutes(metrics);
  const server = await aServer({ gate: wordGate(), routes, contract: [exposeMetrics], metrics });
  onTestFinished(() => server.stop());
  expect((await server.ask("/metrics")).status).toBe(401);
  const { headers } = await server.ask("/metrics", { headers: bearer("read") });
  expect(headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  const { text } = await server.ask("/metrics", { headers: bearer("read") });
  const families = readExposition(text);
  expect(families.get("signalbox_http_errors_total")?.samples).toEqual([
    { name: "signalbox_http_errors_total", labels: { code: "auth.unauthenticated" }, value: 1 },
  ]);
  const answered = families
    .get("signalbox_http_request_seconds")
    ?.samples.find(({ name }) => /_count$/.test(name));
  expect(answered).toMatchObject({ labels: { method: "GET", route: "/metrics", status: "401" }, value: 1 });
});

test("parts that nobody measures work the same", () => {
  const count = (metrics: Metrics) => metrics.counter({ name: "a_total", help: "A" }).add({});
  expect(() => count(noMetrics)).not.toThrow();
});
