import { expect, test } from "vitest";
import { stepsOf } from "./steps-of.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const iso = (second: number) => at(second).toISOString();
const row = { queued_at: at(0), started_at: at(1), ended_at: at(5) };
const attempt = { name: "attempt", at: iso(1), endedAt: iso(5) } as const;
const outcome = (state: "done" | "pending" | "skipped", second: number | null) => ({
  ...{ state, settledAt: second === null ? null : iso(second) },
});

test("one that waits has one step", () => {
  const waiting = { queued_at: at(0), started_at: null, ended_at: null };
  expect(stepsOf(waiting, [], [])).toEqual([{ name: "queued", at: iso(0), endedAt: null }]);
});

test("outcomes take from the end until the last of them is settled", () => {
  expect(stepsOf(row, [attempt], [outcome("done", 7), outcome("done", 9)])).toEqual([
    { name: "queued", at: iso(0), endedAt: iso(1) },
    attempt,
    { name: "outcome", at: iso(5), endedAt: iso(9) },
  ]);
  expect(stepsOf(row, [attempt], [outcome("done", 7), outcome("pending", null)]).at(-1)).toMatchObject({
    endedAt: null,
  });
});

test("there is no such step where there is nothing to do, or not yet", () => {
  expect(stepsOf(row, [attempt], [outcome("skipped", 5)])).toHaveLength(2);
  const running = { ...row, ended_at: null };
  expect(stepsOf(running, [attempt], [outcome("pending", null)])).toHaveLength(2);
});
