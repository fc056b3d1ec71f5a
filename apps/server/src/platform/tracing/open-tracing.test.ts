import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { AppError } from "../../kernel/errors.ts";
import { aCollector } from "./collector.testing.ts";
import { openTracing } from "./open-tracing.ts";
import { noTracing, traced } from "./tracing.ts";
import type { TracingConfig } from "./tracing-config.ts";

const caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

async function traces(options: Partial<TracingConfig> & { answers?: boolean } = {}) {
  const collector = await aCollector(options);
  const lines: string[] = [];
  const log = pino({ level: "warn" }, { write: (line) => lines.push(line) });
  const config: TracingConfig = {
    url: collector.url,
    protocol: "http/json",
    serviceName: "signalbox",
    serviceVersion: "1.2.3",
    sampler: "parentbased_always_on",
    ratio: 1,
    ...options,
  };
  const tracing = await openTracing(config, log);
  onTestFinished(() => collector.close());
  const sent = async () => {
    await tracing.close();
    return collector.spans;
  };
  return { collector, tracing, sent, lines };
}

test("a trace goes on from its caller, and steps go on from the one that is under way", async () => {
  const { tracing, sent, collector } = await traces();
  const request = tracing.begin("GET /", { kind: "server", from: caller, attributes: { status: 200 } });
  await traced(tracing, request, async () => {
    await Promise.resolve();
    tracing.follow("step").end();
  });
  const [step, root] = await sent();
  expect(root).toMatchObject({
    name: "GET /",
    kind: 2,
    traceId: caller.slice(3, 35),
    attributes: { status: 200 },
  });
  expect(root?.parentSpanId).toBe("b7ad6b7169203331");
  expect(step).toMatchObject({ name: "step", traceId: root?.traceId, parentSpanId: root?.spanId });
  expect(collector.resources[0]).toMatchObject({ "service.name": "signalbox", "service.version": "1.2.3" });
});

test("a trace goes on elsewhere from what was stored of it, and knows what else it is for", async () => {
  const { tracing, sent } = await traces();
  const [one, other] = [tracing.begin("one"), tracing.begin("other")];
  const alsoFor = [other.traceparent ?? "", "nonsense"];
  tracing.follow("both", { from: one.traceparent, kind: "consumer", alsoFor }).end();
  one.end();
  other.end();
  const spans = await sent();
  const named = (name: string) => spans.find((span) => span.name === name);
  expect(named("both")).toMatchObject({ traceId: named("one")?.traceId, parentSpanId: named("one")?.spanId });
  expect(named("both")?.links.map(({ traceId }) => traceId)).toEqual([named("other")?.traceId]);
});

test("of no trace no step is recorded", async () => {
  const { tracing, sent } = await traces();
  const step = tracing.follow("alone");
  expect(step.traceparent).toBeUndefined();
  tracing.within(step, () => expect(tracing.current()).toBeUndefined());
  step.end();
  expect(await sent()).toEqual([]);
});

test("what is not sampled leaves nothing behind, and neither do its steps", async () => {
  const { tracing, sent } = await traces({ sampler: "parentbased_traceidratio", ratio: 0 });
  const request = tracing.begin("request");
  expect(request.traceparent).toBeUndefined();
  tracing.within(request, () => tracing.follow("step").end());
  tracing.begin("of a caller who is not recorded", { from: caller.replace(/01$/, "00") }).end();
  request.end();
  tracing.begin("of a caller who is", { from: caller }).end();
  expect((await sent()).map(({ name }) => name)).toEqual(["of a caller who is"]);
});

test("an error is told by its code alone", async () => {
  const { tracing, sent } = await traces();
  const failing = (error: Error) =>
    traced(tracing, tracing.begin("work"), () => Promise.reject(error)).catch(() => {});
  await failing(new AppError("conflict", "jobs.lost", "of project Secret"));
  await failing(new TypeError("Secret is not a function"));
  const spans = await sent();
  expect(spans.map(({ status, attributes }) => [status.code, attributes["error.type"]])).toEqual([
    [2, "jobs.lost"],
    [2, "TypeError"],
  ]);
  expect(JSON.stringify(spans)).not.toContain("Secret");
});

test("spans travel in protobuf where nothing else is asked for", async () => {
  const { tracing, sent, collector } = await traces({ protocol: "http/protobuf" });
  tracing.begin("request", { from: caller }).end();
  await sent();
  const [{ type, body } = { type: "", body: Buffer.alloc(0) }] = collector.raw;
  expect(type).toBe("application/x-protobuf");
  expect(body.includes(Buffer.from(caller.slice(3, 35), "hex"))).toBe(true);
});

test("a collector that takes nothing holds up neither work nor the stop, and is told of once", async () => {
  const { tracing, collector, lines } = await traces();
  await collector.close();
  const began = performance.now();
  for (let at = 0; at < 10_000; at++) tracing.begin("request").end();
  expect(performance.now() - began).toBeLessThan(2_000);
  await tracing.close();
  expect(performance.now() - began).toBeLessThan(6_000);
  expect(lines.length).toBeLessThanOrEqual(2);
});

test("a collector that never answers is not waited for at the stop", async () => {
  const { tracing } = await traces({ answers: false });
  tracing.begin("request").end();
  const began = performance.now();
  await tracing.close();
  expect(performance.now() - began).toBeLessThan(4_000);
});

test("without a collector work is done as ever", async () => {
  const done = traced(noTracing, noTracing.begin("work"), async () => noTracing.current() ?? "done");
  expect(await done).toBe("done");
});
