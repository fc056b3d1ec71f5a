import { resolve } from "node:path";
import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { expect, onTestFinished, test } from "vitest";
import { AppError } from "../../kernel/errors.ts";
import { newSecret } from "../../kernel/ids.ts";
import { createLogger } from "../logging/logger.ts";
import { reportErrors } from "./report-errors.ts";
import { aSentry } from "./sentry.testing.ts";
import { readDsn } from "./sentry-dsn.ts";
import { createSentrySender, type SenderLimits } from "./sentry-sender.ts";

const programFolder = resolve(import.meta.dirname, "../../../../..");

async function reporting(answer: Parameters<typeof aSentry>[0] = {}, limits: Partial<SenderLimits> = {}) {
  const sentry = await aSentry(answer);
  onTestFinished(() => sentry.close());
  const warnings: string[] = [];
  const address = readDsn(sentry.dsn);
  if (address === undefined) throw new Error("No DSN");
  const context = { environment: "test", release: "signalbox@1.2.3", programFolder };
  const warn = (text: string) => warnings.push(text);
  const sender = createSentrySender({ ...context, address, clock: fixedClock(), warn, limits });
  const lines: string[] = [];
  const reported = reportErrors({ write: (line) => lines.push(line) }, Promise.resolve(sender));
  const log = createLogger({ level: "info", destination: reported, secrets: ["chosen by the operator"] });
  return { sentry, log, lines, warnings, reported };
}

test("an error in the log is reported with its kind, its place and the request it belongs to", async () => {
  const { sentry, log, reported } = await reporting();
  const cause = new RangeError("out of reach");
  const error = new TypeError("nothing there", { cause });
  log
    .child({ part: "http" })
    .error({ err: error, correlationId: "c-1", code: "internal.unexpected" }, "a request failed");
  await reported.close();
  expect(sentry.requests).toEqual([
    {
      path: "/api/42/envelope/",
      auth: "Sentry sentry_version=7, sentry_client=signalbox@1.2.3, sentry_key=public",
    },
  ]);
  const [report] = sentry.reports;
  expect(report).toMatchObject({
    level: "error",
    logger: "http",
    environment: "test",
    release: "signalbox@1.2.3",
    tags: { correlation_id: "c-1", code: "internal.unexpected", said: "a request failed" },
  });
  const [inner, outer] = report?.exception.values ?? [];
  expect(inner).toMatchObject({ type: "RangeError", value: "out of reach" });
  expect(outer).toMatchObject({ type: "TypeError" });
  expect(outer?.stacktrace.frames.at(-1)).toMatchObject({
    filename: "apps/server/src/platform/reports/reports.test.ts",
    in_app: true,
    lineno: expect.any(Number),
  });
});

test("what is expected, and what is no error, is not reported", async () => {
  const { sentry, log, lines, reported } = await reporting();
  log.info("request");
  log.warn({ err: new AppError("unavailable", "database.away", "away") }, "a request failed");
  await reported.close();
  expect(lines).toHaveLength(2);
  expect(sentry.reports).toEqual([]);
});

test("no report has secrets, words in quotes, paths of people, or fields of the line", async () => {
  const { sentry, log, reported } = await reporting();
  const secret = newSecret("sbx_key");
  const words = `invalid input "a prompt" of 'somebody' in /home/alice/private/notes with ${secret}`;
  const error = Object.assign(new Error(words), {
    detail: "row of Bob",
    stack: `Error: ${words}\n    at f (/home/alice/private/x.ts:1:2)`,
  });
  log.error(
    { err: error, body: "a payload", headers: { cookie: "crumbs" }, key: "chosen by the operator" },
    'it said "hello"',
  );
  await reported.close();
  const told = JSON.stringify(sentry.reports);
  for (const hidden of [
    "a prompt",
    "somebody",
    "alice",
    "private",
    secret,
    "Bob",
    "payload",
    "crumbs",
    "chosen",
    "hello",
  ])
    expect(told).not.toContain(hidden);
  expect(sentry.reports[0]?.exception.values[0]).toMatchObject({
    type: "Error",
    stacktrace: { frames: [{ filename: "x.ts", function: "f", in_app: false }] },
  });
});

test("a fault in a loop is reported some times a minute, and the log has it every time", async () => {
  const { sentry, log, lines, reported } = await reporting({}, { perMinute: 3 });
  for (let at = 0; at < 20; at++) log.error({ err: new Error("again") }, "broke");
  await reported.close();
  expect([lines.length, sentry.reports.length]).toEqual([20, 3]);
});

test("a Sentry that has enough is left alone for as long as it says", async () => {
  const { sentry, log, reported } = await reporting({ status: 429, headers: { "retry-after": "60" } });
  log.error({ err: new Error("one") }, "broke");
  await expect.poll(() => sentry.reports.length).toBe(1);
  await reported.close();
  log.error({ err: new Error("two") }, "broke");
  await reported.close();
  expect(sentry.requests).toHaveLength(1);
});

test("a Sentry that is gone or silent holds up neither the log nor the stop, and is told of once", async () => {
  const gone = await reporting();
  await gone.sentry.close();
  for (let at = 0; at < 5; at++) gone.log.error({ err: new Error("broke") }, "broke");
  await gone.reported.close();
  expect(gone.warnings).toHaveLength(1);
  const silent = await reporting({ status: "silent" }, { closeWithinMs: 100 });
  silent.log.error({ err: new Error("broke") }, "broke");
  const began = performance.now();
  await silent.reported.close();
  expect(performance.now() - began).toBeLessThan(2_000);
});

test("errors from before the sender was loaded are reported too, and without one the log goes on", async () => {
  const sentry = await aSentry();
  onTestFinished(() => sentry.close());
  const loading = Promise.withResolvers<ReturnType<typeof createSentrySender>>();
  const reported = reportErrors({ write() {} }, loading.promise);
  createLogger({ level: "info", destination: reported }).error({ err: new Error("early") }, "early");
  const address = readDsn(sentry.dsn) ?? { url: "", key: "" };
  const context = { environment: "test", release: "1", programFolder, clock: fixedClock(), warn() {} };
  loading.resolve(createSentrySender({ ...context, address }));
  await reported.close();
  expect(sentry.reports).toHaveLength(1);
  const without = reportErrors({ write() {} }, Promise.reject(new Error("not there")));
  createLogger({ level: "info", destination: without }).error("still here");
  await without.close();
});

test.each([
  ["https://key@sentry.example/7", "https://sentry.example/api/7/envelope/"],
  [
    "https://key@sentry.example:9000/under/a/path/7",
    "https://sentry.example:9000/under/a/path/api/7/envelope/",
  ],
  ["https://sentry.example/7", undefined],
  ["https://key@sentry.example/name", undefined],
  ["nonsense", undefined],
])("of the DSN %s reports go to %s", (dsn, url) => {
  expect(readDsn(dsn)?.url).toBe(url);
});
