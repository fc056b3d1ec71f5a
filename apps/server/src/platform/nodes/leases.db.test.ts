import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import type { Db } from "../database/database.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { silentLog } from "../events/testing.ts";
import { createLeases, type LeaseLimits } from "./leases.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const quick: LeaseLimits = { holdMs: 400, renewMs: 20 };

/** A node that holds leases; its work goes on until it is told to end. */
const aNode = ({ limits = quick, alone = false, database = db as Db } = {}) => {
  const node = newId();
  const leases = createLeases({ db: database, log: silentLog, node, alone, limits });
  void leases.start?.();
  const hold = (name: string) => {
    const stopping = new AbortController();
    const log: string[] = [];
    const ended = leases.hold(name, stopping.signal, async (held) => {
      log.push("held");
      if (!held.aborted) await once(held, "abort");
      log.push("lost");
    });
    const release = () => {
      stopping.abort();
      return ended;
    };
    return { log, release };
  };
  return { hold, stop: async () => leases.stop?.() };
};

test("of two nodes that want it one holds a lease, and the other when the first gives it back", async () => {
  const [a, b] = [aNode(), aNode()];
  const name = newId();
  const first = a.hold(name);
  await expect.poll(() => first.log).toEqual(["held"]);
  const second = b.hold(name);
  await first.release();
  expect(first.log).toEqual(["held", "lost"]);
  await expect.poll(() => second.log).toEqual(["held"]);
  await second.release();
  await Promise.all([a.stop(), b.stop()]);
});

test("a lease that is not renewed is another node's after a while, and the late one learns that it lost it", async () => {
  const away = { write: (): Promise<never> => Promise.reject(new Error("away")) };
  let reaches: Pick<Db, "write"> = db;
  const flaky: Db = { ...db, write: (statement) => reaches.write(statement) };
  const [late, other] = [aNode({ database: flaky }), aNode()];
  const name = newId();
  const first = late.hold(name);
  await expect.poll(() => first.log).toEqual(["held"]);
  const second = other.hold(name);
  reaches = away;
  await expect.poll(() => second.log, { timeout: 5_000 }).toEqual(["held"]);
  await expect.poll(() => first.log).toEqual(["held", "lost"]);
  reaches = db;
  await Promise.all([first.release(), second.release()]);
  await Promise.all([late.stop(), other.stop()]);
});

test("a node that is alone takes what one before it left behind, at once", async () => {
  const name = newId();
  const patient = { holdMs: 60_000, renewMs: 20 };
  const dead = aNode({ limits: patient }).hold(name);
  await expect.poll(() => dead.log).toEqual(["held"]);
  const next = aNode({ alone: true, limits: patient });
  const held = next.hold(name);
  await expect.poll(() => held.log).toEqual(["held"]);
  await held.release();
  await next.stop();
});
