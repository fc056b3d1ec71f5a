import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import type { Loop } from "./loops.ts";
import { aNodeWith } from "./testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const aNode = (loops: Loop[], drainMs?: number) =>
  aNodeWith(loops, { db, ...(drainMs === undefined ? {} : { drainMs }) });

const aLoop = (run: Loop["run"], alone = false): Loop => ({ name: newId(), summary: "Turns", alone, run });
const untilTold = async (signal: AbortSignal) => {
  if (!signal.aborted) await once(signal, "abort");
};

test("a loop that fails is started again, and its last failure is told", async () => {
  let failures = 2;
  const node = await aNode([
    aLoop(async (signal) => {
      if (failures-- > 0) throw new Error("slipped");
      await untilTold(signal);
    }),
  ]);
  await expect
    .poll(() => node.status())
    .toMatchObject([{ state: "running", failures: 2, lastError: "slipped", lastErrorAt: expect.any(Date) }]);
  await node.stop();
  expect(node.status()).toMatchObject([{ state: "stopped" }]);
});

test("a loop for one node stands by on the others, and goes on there when its node stops", async () => {
  const loop = aLoop(untilTold, true);
  const first = await aNode([loop]);
  await expect.poll(() => first.status()).toMatchObject([{ state: "running" }]);
  const second = await aNode([loop]);
  expect(second.status()).toMatchObject([{ state: "standby" }]);
  await first.stop();
  await expect.poll(() => second.status()).toMatchObject([{ state: "running" }]);
  await second.stop();
});

test("a stop does not wait for ever for a loop that does not listen", async () => {
  const node = await aNode([aLoop(() => new Promise(() => {}))], 10);
  await expect.poll(() => node.status()).toMatchObject([{ state: "running" }]);
  await node.stop();
});
