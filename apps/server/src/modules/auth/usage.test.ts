import { setImmediate as turn } from "node:timers/promises";
import { pino } from "pino";
import { expect, test } from "vitest";
import { createUsage } from "./usage.ts";

const at = new Date("2026-11-21T12:00:00Z");

test("a stop waits for the uses that are being written, and writes again what failed", async () => {
  const written: string[][] = [];
  const first = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const usage = createUsage({
    name: "uses",
    log: pino({ level: "silent" }),
    everyMs: 1,
    write: (uses) => {
      written.push([...uses.keys()]);
      begun.resolve();
      return written.length === 1 ? first.promise : Promise.resolve();
    },
  });
  usage.note("a", at);
  await usage.start?.();
  await begun.promise;
  let stopped = false;
  const stopping = Promise.resolve(usage.stop?.()).then(() => {
    stopped = true;
  });
  await turn();
  expect(stopped).toBe(false);
  first.reject(new Error("away"));
  await stopping;
  expect(written).toEqual([["a"], ["a"]]);
});
