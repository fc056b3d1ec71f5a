import { takenGroupings } from "@signalbox/contract/usage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { account, aWorld, claude, limitedOnce } from "../attempts/attempts.testing.ts";
import { sumTaken } from "./taken.repository.ts";
import { rangeOf, takenViews } from "./taken-views.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test("by whatever it is grouped, it comes to what the executions took, also what runs and what was never tried", async () => {
  await db.pool.query("delete from executions");
  const { queue, over, as, clock, service } = await aWorld(db, [{ id: account("1") }, { id: account("2") }]);
  const codex = [{ backend: "codex", model: "m", accountId: null }] as const;
  const told = `echo '${JSON.stringify({
    type: "assistant",
    message: { id: "a", model: "claude-opus-5-5", usage: { input_tokens: 500, output_tokens: 5 } },
  })}'`;
  const both = await queue({ prompt: limitedOnce });
  await over(both.id);
  const untried = await queue({ prompt: "echo", chain: codex });
  await over(untried.id);
  const running = await queue({ prompt: `${told}; sleep 600` });
  await as(running.id, "its usage", ({ tokens_input }) => Number(tokens_input) > 0);
  const { from, until } = rangeOf({}, clock.now());
  const taken = await sumTaken(db.read, { scope: {}, from, until }, clock.now());
  expect(taken).toMatchObject({ executions: 3, costMicros: expect.any(Number) });
  for (const by of takenGroupings) {
    const { sum, days, groups } = await takenViews({ db, clock })({ by });
    const { executions, tokens, costMicros } = taken;
    expect(sum).toMatchObject({ executions, tokens, costMicros, attempts: 3 });
    for (const parts of [days, groups.map((group) => group.sum)]) {
      const all = parts.reduce((total, part) => total + part.tokens, 0);
      expect(all).toBe(tokens);
    }
  }
  const { groups } = await takenViews({ db, clock })({ by: "account" });
  const of = (id: string | null) => groups.find((group) => group.id === id);
  expect(of(account("1"))).toMatchObject({ name: "Account 1", sum: { attempts: 1, executions: 1 } });
  // It went on with one that another had begun, and runs with one of its own.
  expect(of(account("2"))?.sum).toMatchObject({ attempts: 2, executions: 1 });
  await service.cancel(running.id, { actor: "user", correlationId: "c" });
});

test("what was never tried takes no more time once it is over", async () => {
  await db.pool.query("delete from executions");
  const { queue, over, wait, clock } = await aWorld(db, []);
  const { id } = await queue({ prompt: "echo", chain: [claude()] });
  expect((await over(id)).attempt).toBe(0);
  wait(600_000);
  expect((await takenViews({ db, clock })({ by: "bot" })).sum).toMatchObject({ executions: 1, minutes: 0 });
});

test("without a range the last thirty days are told; one that ends before it begins is refused", () => {
  const range = rangeOf({}, new Date("2026-12-01T12:00:00Z"));
  expect(range).toEqual({ from: new Date("2026-11-02"), until: new Date("2026-12-02") });
  const wrong = () => rangeOf({ from: "2026-12-02", until: "2026-12-01" }, new Date("2026-12-01"));
  expect(wrong).toThrow(expect.objectContaining({ code: "usage.range_invalid" }));
  expect(() => rangeOf({ from: "2020-01-01" }, new Date("2026-12-01"))).toThrow();
  expect(() => rangeOf({ from: "2026-13-45" }, new Date("2026-12-01"))).toThrow();
});
