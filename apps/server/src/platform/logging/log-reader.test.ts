import { appendFileSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { LogFile } from "./log-file.ts";
import { createLogReader, type LogReader } from "./log-reader.ts";
import { createLogger } from "./logger.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder("logs");
  path = join(folder, "server.log");
});
afterEach(() => removeFolder(folder));

const aLog = (largestBytes = 10_000) =>
  createLogger({ level: "trace", destination: new LogFile({ path, clock: systemClock, largestBytes }) });
const words = ({ items }: { items: readonly { message: string }[] }) => items.map(({ message }) => message);
const numbers = (from: number, to: number) =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, at) => `line ${from < to ? from + at : from - at}`);

/** All pages, one after another. */
async function everything(logs: LogReader, filter = {}, limit = 3) {
  const all: string[] = [];
  for (let next: string | null | undefined; next !== null; ) {
    const page = await logs.before(next, filter, limit);
    all.push(...words(page));
    next = page.next;
  }
  return all;
}

test("the log is read from its newest line to its oldest, over all files, page by page", async () => {
  const log = aLog(300);
  for (let number = 0; number < 12; number++) log.info(`line ${number}`);
  expect(readFileSync(`${path}.1`, "utf8")).toContain("line");
  expect(await everything(createLogReader({ path }))).toEqual(numbers(11, 0));
});

test("a line tells its part, its level, its time and the request it belongs to", async () => {
  const log = aLog();
  log.child({ part: "events" }).warn({ correlationId: "c-1", attempts: 2 }, "tried again");
  const { items } = await createLogReader({ path }).before(undefined, {}, 1);
  expect(items).toEqual([
    {
      position: expect.any(String),
      at: expect.any(String),
      level: "warn",
      part: "events",
      message: "tried again",
      correlationId: "c-1",
      fields: { attempts: 2 },
    },
  ]);
});

test("lines are found by level, text, part, correlation and time", async () => {
  const log = aLog();
  log.info({ correlationId: "c-1" }, 'it said "no"');
  log.error({ correlationId: "c-2" }, "broke");
  log.child({ part: "jobs" }).debug("worked");
  const logs = createLogReader({ path });
  expect(await everything(logs, { level: "warn" })).toEqual(["broke"]);
  expect(await everything(logs, { text: 'SAID "No"' })).toEqual(['it said "no"']);
  expect(await everything(logs, { part: "jobs" })).toEqual(["worked"]);
  expect(await everything(logs, { correlationId: "c-2" })).toEqual(["broke"]);
  expect(await everything(logs, { until: "2020-01-01T00:00:00Z" })).toEqual([]);
  expect(await everything(logs, { since: "2020-01-01T00:00:00Z" })).toHaveLength(3);
});

test("who follows gets each line once, whenever files are put aside", async () => {
  const log = aLog(300);
  const logs = createLogReader({ path });
  log.info("line 0");
  let position = (await logs.end()) ?? "";
  const heard: string[] = [];
  for (let number = 1; number < 40; number++) {
    log.info(`line ${number}`);
    if (number % 3 !== 0) continue;
    const page = await logs.after(position, {}, 100);
    heard.push(...words(page));
    position = page.next ?? "";
  }
  expect(heard).toEqual(numbers(1, 39));
});

test("who was away for longer than files are kept goes on with the oldest line there is", async () => {
  const log = aLog(300);
  const logs = createLogReader({ path });
  log.info("long gone");
  const position = (await logs.end()) ?? "";
  for (let number = 0; number < 60; number++) log.info(`line ${number}`);
  const heard = words(await logs.after(position, {}, 200));
  expect(heard).toEqual(numbers(60 - heard.length, 59));
  expect(await logs.before(position, {}, 10)).toEqual({ items: [], next: null });
});

test("a position inside of a line is refused", async () => {
  aLog().info("one");
  const logs = createLogReader({ path });
  const [name] = (await logs.end())?.split(".") ?? [];
  await expect(logs.after(`${name}.5`, {}, 1)).rejects.toMatchObject({ code: "request.cursor_invalid" });
  await expect(logs.before(`${name}.99999`, {}, 1)).rejects.toMatchObject({ code: "request.cursor_invalid" });
});

test("a search stops after so many bytes, and tells where to go on", async () => {
  const log = aLog(1_000_000);
  log.info("sought");
  for (let number = 0; number < 200; number++) log.info(`line ${number}`);
  const logs = createLogReader({ path, bytesPerPage: 2_000 });
  const first = await logs.before(undefined, { text: "sought" }, 10);
  expect(first).toEqual({ items: [], next: expect.any(String) });
  expect(await everything(logs, { text: "sought" })).toEqual(["sought"]);
});

test("a line longer than any buffer is shown cut, and the lines around it whole", async () => {
  const log = aLog(1_000_000);
  log.info("before");
  log.error("x".repeat(200_000));
  log.info("after");
  const logs = createLogReader({ path });
  const { items } = await logs.before(undefined, {}, 10);
  expect(items.map(({ level, message }) => [level, message.length < 40_000])).toEqual([
    ["info", true],
    ["error", true],
    ["info", true],
  ]);
  expect([items[0]?.message, items[2]?.message]).toEqual(["after", "before"]);
  const forward = await logs.after(items[2]?.position ?? "", {}, 10);
  expect(forward.items.map(({ level }) => level)).toEqual(["error", "info"]);
});

test("what is no line of ours is shown as it is, and a line on its way is not shown yet", async () => {
  writeFileSync(path, 'Segmentation fault\n{"level":"odd"}\n{"level":"info","ti');
  const logs = createLogReader({ path });
  expect(await everything(logs)).toEqual(['{"level":"odd"}', "Segmentation fault"]);
  const end = (await logs.end()) ?? "";
  appendFileSync(path, 'me":"2026-01-01T00:00:00.000Z","msg":"whole now"}\n');
  expect(words(await logs.after(end, {}, 10))).toEqual(["whole now"]);
});

test("a link leads nowhere, and neither does a folder", async () => {
  const elsewhere = join(folder, "secret");
  writeFileSync(elsewhere, "another's secret\n");
  symlinkSync(elsewhere, path);
  mkdirSync(`${path}.1`);
  const logs = createLogReader({ path });
  expect(await logs.before(undefined, {}, 10)).toEqual({ items: [], next: null });
  expect(await logs.end()).toBeNull();
  renameSync(elsewhere, `${path}.2`);
  expect(await everything(logs)).toEqual(["another's secret"]);
});
