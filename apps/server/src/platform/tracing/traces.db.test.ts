import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import { observedDatabase } from "../database/observed-database.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { createEventLog } from "../events/event-log.ts";
import type { Reaction } from "../events/events.ts";
import { createReactions } from "../events/reactions.ts";
import { aNote, silentLog } from "../events/testing.ts";
import { createJobQueue } from "../jobs/job-queue.ts";
import { createJobWorker } from "../jobs/job-worker.ts";
import { aJob, quickly } from "../jobs/testing.ts";
import { noMetrics } from "../metrics/metrics.ts";
import { aNodeWith } from "../nodes/testing.ts";
import { aCollector, type Collector } from "./collector.testing.ts";
import { type OpenTracing, openTracing } from "./open-tracing.ts";
import { traced } from "./tracing.ts";

let plain: TestDatabase;
let collector: Collector;
let tracing: OpenTracing;
beforeAll(async () => {
  plain = await testDatabase();
  collector = await aCollector();
  const { url } = collector;
  const names = { serviceName: "signalbox", serviceVersion: "1" };
  const sampling = { sampler: "always_on", ratio: 1 } as const;
  tracing = await openTracing({ url, protocol: "http/json", ...names, ...sampling }, silentLog);
});
afterAll(async () => {
  await collector.close();
  await plain.close();
});

test("a trace leads from a transaction over its event to a reaction, and on to the job that it enqueued", async () => {
  const db = observedDatabase(plain, { metrics: noMetrics, tracing });
  const means = { db, clock: systemClock, log: silentLog, tracing };
  const events = createEventLog(means);
  const queue = createJobQueue({ tracing });
  const { definition, job, tried } = aJob();
  const worker = createJobWorker({
    ...means,
    events,
    queue,
    jobs: [job],
    works: true,
    alone: true,
    limits: quickly,
  });
  const reaction: Reaction = {
    name: "enqueues",
    types: ["note.written"],
    async handle({ correlationId }) {
      const cause = { actor: "system", correlationId };
      return [queue.statementFor(definition, { payload: { text: "traced" }, cause })];
    },
  };
  const node = newId();
  const reactions = createReactions({ ...means, feed: events, node, reactions: [reaction] });
  for (const service of [events, worker, reactions]) await service.start?.();
  const loops = await aNodeWith(reactions.loops, { db: plain, node });

  await traced(tracing, tracing.begin("cause"), () =>
    db.transaction(async (tx) => events.append(tx, aNote("something happened"))),
  );
  await tried(1);
  await loops.stop();
  for (const service of [worker, events]) await service.stop?.();
  await tracing.close();

  const cause = collector.spans.find(({ name }) => name === "cause");
  const spans = new Map(
    collector.spans.filter(({ traceId }) => traceId === cause?.traceId).map((span) => [span.name, span]),
  );
  const jobName = `job ${definition.name}`;
  const parents = ["transaction", "reaction enqueues", jobName].map((name) => spans.get(name)?.parentSpanId);
  expect(parents).toEqual(
    ["cause", "transaction", "reaction enqueues"].map((name) => spans.get(name)?.spanId),
  );
});
