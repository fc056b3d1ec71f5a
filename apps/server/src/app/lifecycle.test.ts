import { expect, test } from "vitest";
import { createLogger } from "../platform/logging/logger.ts";
import { Lifecycle } from "./lifecycle.ts";

const log = createLogger({ level: "silent" });

function services(done: string[], failing: { start?: string; stop?: string } = {}) {
  return ["database", "events", "http"].map((name) => ({
    name,
    start: () => {
      if (failing.start === name) throw new Error(`${name} did not start`);
      done.push(`start ${name}`);
    },
    stop: () => {
      done.push(`stop ${name}`);
      if (failing.stop === name) throw new Error(`${name} did not stop`);
    },
  }));
}

test("services start in order and stop in reverse, once", async () => {
  const done: string[] = [];
  const lifecycle = new Lifecycle(log);
  await lifecycle.start(services(done));
  await Promise.all([lifecycle.stop(), lifecycle.stop()]);
  expect(done).toEqual([
    "start database",
    "start events",
    "start http",
    "stop http",
    "stop events",
    "stop database",
  ]);
});

test("when one does not start, those before it are stopped", async () => {
  const done: string[] = [];
  const lifecycle = new Lifecycle(log);
  await expect(lifecycle.start(services(done, { start: "http" }))).rejects.toThrow("http did not start");
  await lifecycle.stop();
  expect(done.slice(2)).toEqual(["stop events", "stop database"]);
});

test("one that does not stop keeps no other from stopping", async () => {
  const done: string[] = [];
  const lifecycle = new Lifecycle(log);
  await lifecycle.start(services(done, { stop: "events" }));
  await lifecycle.stop();
  expect(done.at(-1)).toBe("stop database");
});
