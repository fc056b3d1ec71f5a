import { expect, test } from "vitest";
import { sortByAge, staleWords } from "./stale.ts";

const now = Date.parse("2026-01-01T12:00:00Z");
const ago = (minutes: number) => ({ deliveryId: `${minutes}`, at: now - minutes * 60_000 });

test("what comes in time is shown one by one, and what is minutes old together", () => {
  expect(sortByAge([ago(0), ago(1)], now)).toEqual({ fresh: [ago(0), ago(1)], stale: 0 });
  expect(sortByAge([ago(400), ago(5), ago(4), ago(2)], now)).toEqual({ fresh: [ago(2)], stale: 3 });
  expect([staleWords(1), staleWords(3)]).toEqual([
    "One notification while you were away",
    "3 notifications while you were away",
  ]);
});

test("a server whose clock is ahead is believed", () => {
  expect(sortByAge([ago(-10)], now)).toEqual({ fresh: [ago(-10)], stale: 0 });
});
