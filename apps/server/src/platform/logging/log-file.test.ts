import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { LogFile } from "./log-file.ts";
import { createLogger } from "./logger.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder("log");
  path = join(folder, "server.log");
});
afterEach(() => removeFolder(folder));

const wordsIn = (name: string) =>
  readFileSync(join(folder, name), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).msg);
const aLog = (largestBytes = 200) =>
  createLogger({
    level: "info",
    destination: new LogFile({ path, clock: systemClock, largestBytes, kept: 2 }),
  });

test("a full log is put aside while it is written, and only so many are kept, each for its owner alone", () => {
  const log = aLog();
  for (let number = 0; number < 20; number++) log.info(`line ${number}`);
  expect(readdirSync(folder).toSorted()).toEqual(["server.log", "server.log.1", "server.log.2"]);
  const words = ["server.log.2", "server.log.1", "server.log"].flatMap(wordsIn);
  expect(words).toEqual(Array.from({ length: words.length }, (_, at) => `line ${20 - words.length + at}`));
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(200);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  }
});

test("a start goes on in the file that is there, and its size counts", () => {
  writeFileSync(path, `${JSON.stringify({ msg: "x".repeat(180) })}\n`);
  aLog().info("after the start");
  expect(wordsIn("server.log")).toEqual(["after the start"]);
  aLog().info("after another");
  expect(wordsIn("server.log")).toEqual(["after the start", "after another"]);
});

test("a log that can't be put aside goes on, and says why", () => {
  mkdirSync(join(folder, "server.log.2", "theirs"), { recursive: true });
  writeFileSync(`${path}.1`, "");
  const log = aLog();
  for (let number = 0; number < 4; number++) log.info(`line ${number}`);
  expect(wordsIn("server.log")).toEqual(
    expect.arrayContaining(["line 0", "line 3", "the log was not rotated"]),
  );
});

test("the line that says why is one like all others: it has a time, and its size counts", () => {
  const largestBytes = 10_000;
  mkdirSync(join(folder, "server.log.1", "theirs"), { recursive: true });
  const log = createLogger({
    level: "info",
    destination: new LogFile({ path, clock: systemClock, largestBytes, kept: 1 }),
  });
  const fill = () => {
    for (let bytes = 0; bytes <= largestBytes; bytes += 100) log.info("x".repeat(40));
  };
  fill();
  removeFolder(join(folder, "server.log.1"));
  fill();
  const lines = readFileSync(`${path}.1`, "utf8").split(/(?<=\n)/);
  const reason = lines.findIndex((line) => line.includes("the log was not rotated"));
  expect(JSON.parse(lines[reason] ?? "")).toMatchObject({ level: "warn", time: expect.any(String) });
  expect(lines.slice(reason).join("").length).toBeLessThanOrEqual(largestBytes);
});

test("a log is put aside when its first line is a week old, whenever the server was started", () => {
  const clock = fixedClock();
  const hourMs = 3_600_000;
  const write = (msg: string) =>
    new LogFile({ path, clock }).write(
      `${JSON.stringify({ level: "info", time: clock.now().toISOString(), msg })}\n`,
    );
  write("first");
  clock.advance(7 * 24 * hourMs - 1);
  write("within the week");
  clock.advance(1);
  write("after a week");
  expect(wordsIn("server.log.1")).toEqual(["first", "within the week"]);
  expect(wordsIn("server.log")).toEqual(["after a week"]);
});

test("of a time when more files were kept none is left", () => {
  for (const age of [1, 2, 3, 4]) writeFileSync(`${path}.${age}`, "");
  const log = aLog();
  for (let number = 0; number < 4; number++) log.info("x".repeat(100));
  expect(readdirSync(folder).toSorted()).toEqual(["server.log", "server.log.1", "server.log.2"]);
});

test("two who write one log lose no line when one of them puts it aside", () => {
  const logs = [aLog(2_000), aLog(2_000)];
  for (let number = 0; number < 40; number++) logs[number % 2]?.info(`line ${number}`);
  const words = ["server.log.1", "server.log"].flatMap(wordsIn);
  expect(words).toEqual(Array.from({ length: 40 }, (_, number) => `line ${number}`));
});

test("a log that was deleted begins anew", () => {
  const log = aLog();
  log.info("before");
  rmSync(path);
  log.info("after");
  expect(wordsIn("server.log")).toEqual(["after"]);
});

test.runIf(existsSync("/dev/full"))(
  "a full disk fails nobody who logs, and the first line after it says how many were lost",
  () => {
    symlinkSync("/dev/full", path);
    const log = aLog(10_000);
    for (let number = 0; number < 3; number++) log.info(`line ${number}`);
    rmSync(path);
    log.info("there is room again");
    expect(wordsIn("server.log")).toEqual(["lines of the log were lost", "there is room again"]);
    expect(readFileSync(path, "utf8")).toMatch(/ENOSPC.*"lines":3/);
  },
);

test("what a log holds that can't be put aside stays when there is no room for more", () => {
  mkdirSync(join(folder, "server.log.1", "theirs"), { recursive: true });
  const lines = "for (let number = 0; number < 90; number++) log.write(String(number).padEnd(99) + '\\n');";
  const script = `import { LogFile } from ${JSON.stringify(new URL("./log-file.ts", import.meta.url).href)};
    const log = new LogFile({ path: ${JSON.stringify(path)}, clock: { now: () => new Date() }, largestBytes: 3000, kept: 1 }); ${lines}`;
  // Room for 8 blocks of 512 bytes, or of 1,024 in some shells.
  const limited = ["-c", 'ulimit -f 8 && exec "$0" --input-type=module -e "$1"', process.execPath, script];
  expect(spawnSync("sh", limited, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  const kept = readFileSync(path, "utf8").split("\n");
  expect(kept.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, number) => String(number).padEnd(99)));
  expect(kept.at(-1)).toBe("");
});
