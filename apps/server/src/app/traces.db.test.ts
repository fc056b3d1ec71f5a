import { renameSync } from "node:fs";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { systemClock } from "../kernel/clock.ts";
import { preparedFolder } from "../platform/database/testing.ts";
import { openSocket } from "../platform/http/streams/testing.ts";
import { createLogger } from "../platform/logging/logger.ts";
import { aCollector, type Collector, type ReceivedSpan } from "../platform/tracing/collector.testing.ts";
import type { RunningServer } from "./bring-up.ts";
import { readConfig } from "./config.ts";
import { startServer } from "./server.ts";

const adminKey = "a-key-for-traces";
const authorization = `Bearer ${adminKey}`;
const traceId = "0af7651916cd43dd8448eb211c80319c";
const callerId = "b7ad6b7169203331";
const secretWords = "words-of-a-person";
let home: string;
let collector: Collector;
let server: RunningServer;

beforeAll(async () => {
  home = temporaryFolder("traces");
  renameSync(await preparedFolder(), join(home, "database"));
  collector = await aCollector();
  const config = readConfig([], {
    SIGNALBOX_HOME: home,
    SIGNALBOX_PORT: "0",
    SIGNALBOX_ADMIN_KEY: adminKey,
    CLAUDE_CONFIG_DIR: join(home, "claude"),
    OTEL_EXPORTER_OTLP_ENDPOINT: new URL(collector.url).origin,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
  });
  server = await startServer(config, systemClock, createLogger({ level: "silent" }));
});
afterAll(async () => {
  await server.stop();
  await collector.close();
  removeFolder(home);
});

const send = (path: string, { body = "", ...headers }: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { method: "POST", headers: { authorization, ...headers }, body });

/** The spans of a trace by their names, once they are all there. */
async function spansOf(wanted: (span: ReceivedSpan) => boolean, names: readonly string[]) {
  const found = () => new Map(collector.spans.filter(wanted).map((span) => [span.name, span]));
  await expect
    .poll(() => [...found().keys()], { timeout: 10_000 })
    .toEqual(expect.arrayContaining([...names]));
  return found();
}

test("one trace leads from whoever sent a hook to the browser that shows what it did", async () => {
  const socket = await openSocket(`${server.url.replace(/^http/, "ws")}/api/live`, { authorization });
  socket.say({ kind: "subscribe" });
  await socket.received(1);
  const body = JSON.stringify({
    session_id: "traced",
    hook_event_name: "UserPromptSubmit",
    prompt: secretWords,
    cwd: home,
  });
  const traceparent = `00-${traceId}-${callerId}-01`;
  const sent = await send("/hooks/claude", { traceparent, body });
  expect(sent.status).toBe(202);

  const Message = z.object({ events: z.array(z.object({ position: z.string(), traceparent: z.string() })) });
  const told = (await socket.received(2)).map((text) => Message.safeParse(text).data?.events.at(-1));
  const position = told.at(-1)?.position ?? "";
  socket.say({ kind: "shown", position, tookMs: 12.5 });

  const names = ["POST /hooks/:backend", "signal", "commit", "send to socket", "show"];
  const spans = await spansOf((span) => span.traceId === traceId, names);
  const parentOf = (name: string) => spans.get(name)?.parentSpanId;
  const idOf = (name: string) => spans.get(name)?.spanId;
  expect(parentOf("POST /hooks/:backend")).toBe(callerId);
  expect(parentOf("signal")).toBe(idOf("POST /hooks/:backend"));
  expect(parentOf("commit")).toBe(idOf("signal"));
  expect(parentOf("send to socket")).toBe(idOf("signal"));
  expect(parentOf("show")).toBe(idOf("send to socket"));
  expect(spans.get("show")?.attributes).toMatchObject({ "signalbox.browser_ms": 12.5 });
  expect(spans.get("POST /hooks/:backend")?.attributes).toMatchObject({
    "http.response.status_code": 202,
    "signalbox.correlation_id": sent.headers.get("x-correlation-id"),
  });
  socket.close();
});

test("a trace goes through the queue to the job that was asked for", async () => {
  const { status } = await send("/api/job-schedules/hooks.check/run");
  expect(status).toBeLessThan(300);
  const job = (span: ReceivedSpan) => span.name === "job hooks.check" && span.parentSpanId !== undefined;
  await expect.poll(() => collector.spans.some(job), { timeout: 10_000 }).toBe(true);
  const found = collector.spans.find(job);
  const spanOf = (id: string | undefined) => collector.spans.find(({ spanId }) => spanId === id);
  await expect
    .poll(() => spanOf(spanOf(found?.parentSpanId)?.parentSpanId)?.name)
    .toMatch(/^POST \/api\/job-sch/);
  expect(spanOf(found?.parentSpanId)?.name).toBe("transaction");
});

test("no span tells what people, agents or keys said", () => {
  const told = JSON.stringify(collector.spans);
  for (const words of [secretWords, adminKey, home]) expect(told).not.toContain(words);
});
