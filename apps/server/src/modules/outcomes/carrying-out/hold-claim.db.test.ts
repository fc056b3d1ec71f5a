import { until } from "@signalbox/testkit/until";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { claimDue } from "../outcomes.repository.ts";
import { aWorld } from "../outcomes.testing.ts";
import { claimedUntil, holdClaim } from "./hold-claim.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** An outcome that a node has taken, and a clock that another node looks at. */
async function aClaim() {
  const { ended, hostId } = await aWorld(db);
  const began = Date.now();
  let now = new Date(began);
  const clock = { now: () => now };
  await ended([{ kind: "comment" }]);
  const claim = () => db.transaction((tx) => claimDue(tx, { hostId, at: now, until: claimedUntil(now) }));
  const row = await claim();
  if (row === undefined) throw new Error("nothing was taken");
  const hold = () => holdClaim(row, { db, clock, log: pino({ level: "silent" }) }, 5);
  return {
    ...{ row, claim, hold },
    pass: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1_000);
    },
  };
}

test("what a node died over is taken by another half a minute later", async () => {
  const { row, claim, pass } = await aClaim();
  pass(29);
  expect(await claim()).toBeUndefined();
  pass(2);
  expect(await claim()).toMatchObject({ execution_id: row.execution_id, attempts: 2 });
});

test("what a node works at is nobody else's, however long it takes", async () => {
  const { row, claim, hold, pass } = await aClaim();
  const held = hold();
  for (let round = 0; round < 4; round++) {
    pass(20);
    const { rows } = await db.pool.query("select claimed_until from outcomes where execution_id = $1", [
      row.execution_id,
    ]);
    await until(
      async () => {
        const now = await db.pool.query("select claimed_until from outcomes where execution_id = $1", [
          row.execution_id,
        ]);
        return now.rows[0].claimed_until > rows[0].claimed_until || undefined;
      },
      () => "the claim to be renewed",
    );
    expect(await claim()).toBeUndefined();
  }
  expect((await held.end()).attempts).toBe(1);
  expect(held.signal.aborted).toBe(false);
});

test("whoever slept over its claim gives up where another node has taken it", async () => {
  const { claim, hold, pass } = await aClaim();
  pass(31);
  await claim();
  const held = hold();
  await until(
    () => held.signal.aborted || undefined,
    () => "the loss",
  );
  await held.end();
});
