import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import type { ExecutionBudgets } from "../ports.ts";
import { sumTaken } from "../usage/taken.repository.ts";
import { account, aWorld, done, limitedOnce } from "./attempts.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const today = () => {
  const from = new Date(new Date().toISOString().slice(0, 10));
  return { from, until: new Date(from.getTime() + 2 * 86_400_000) };
};

/** An account that so many executions may use. */
const letting = (most: number, accountId: string): ExecutionBudgets => ({
  ...{ refuses: async () => null, holds: async () => [], moreTaken: () => {} },
  async spentAccounts(tx) {
    const { executions } = await sumTaken(tx, { scope: { accountId }, ...today() }, new Date());
    const spent = { accountId, ...today(), sparesBegun: true, reason: "Its budget is spent" };
    return executions < most ? [] : [spent];
  },
});

/** Two logins, of which the first may be used by so many. */
const aWorldWhere = async (most: number) => {
  await db.pool.query("delete from executions");
  return aWorld(
    db,
    [
      { id: account("1"), backend: "claude" },
      { id: account("2"), backend: "codex" },
    ],
    { budgets: letting(most, account("1")) },
  );
};

const claudeAlone = [{ backend: "claude", model: null, accountId: null }] as const;

test("of many that begin at once, no more are tried with an account than its budget lets", async () => {
  const { queue, round, attempts } = await aWorldWhere(2);
  const all = await Promise.all(
    Array.from({ length: 6 }, () => queue({ prompt: "sleep 600", chain: claudeAlone, concurrency: 10 })),
  );
  await round();
  const tried = await Promise.all(all.map(({ id }) => attempts(id)));
  expect(tried.flat()).toHaveLength(2);
});

test("what finds its account spent waits for the period to be over, and says why", async () => {
  const { queue, waits } = await aWorldWhere(0);
  const { id } = await queue({ prompt: done, chain: claudeAlone });
  const waiting = await waits(id);
  expect(waiting).toMatchObject({ state: "queued", attempt: 0 });
  expect(waiting.waits_until?.getTime()).toBe(today().until.getTime());
});

test("what began with an account goes on with it: it is counted already", async () => {
  const { queue, over, free, service, waits, round } = await aWorldWhere(1);
  const { id } = await queue({ prompt: limitedOnce, chain: claudeAlone });
  await waits(id);
  free();
  await db.pool.query("update executions set waits_until = now() where id = $1", [id]);
  await round();
  expect((await service.get(id)).attempts).toMatchObject([{ number: 1 }, { number: 2 }]);
  await service.cancel(id, { actor: "user", correlationId: "c" });
  await over(id);
});

test("each attempt is written down with what it took itself, and they come to what the execution took", async () => {
  await db.pool.query("delete from executions");
  const { queue, over } = await aWorld(db, [{ id: account("1") }, { id: account("2") }]);
  const { id } = await queue({ prompt: `sleep 0.05; ${limitedOnce}` });
  await over(id);
  const { rows } = await db.pool.query(
    "select tokens::integer, cost_micros::integer, ran_ms::integer from executions_attempts where execution_id = $1 order by number",
    [id],
  );
  expect(rows).toMatchObject([{ tokens: 110 }, { tokens: 110, cost_micros: 500_000 }]);
  const { rows: executions } = await db.pool.query(
    "select floor(extract(epoch from ended_at - started_at) * 1000)::integer - paused_ms as ran from executions where id = $1",
    [id],
  );
  const ran = rows.reduce((sum, row) => sum + Number(row.ran_ms), 0);
  expect(Math.abs(ran - Number(executions[0]?.ran))).toBeLessThanOrEqual(2);
  const second = await sumTaken(db.read, { scope: { accountId: account("2") }, ...today() }, new Date());
  expect(second).toMatchObject({ tokens: 110, costMicros: 500_000, executions: 1 });
});
