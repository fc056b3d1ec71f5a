import type { ErrorClass } from "@signalbox/contract/executions";
import { expect, test } from "vitest";
import { anotherAfterMs, type PastAttempt, spentLinks } from "./next-attempt.ts";

const past = (...faults: (ErrorClass | null)[]): PastAttempt[] =>
  faults.map((error_class) => ({ link: 0, error_class, asks: "prompt" }));

const after = (faults: ErrorClass[], more: { retries?: number; chance?: number } = {}) =>
  anotherAfterMs({
    verdict: { state: "failed", errorClass: faults.at(-1) ?? null },
    ...{ past: past(...faults), retries: 2, chance: 0, ...more },
  });

test("a fault that passes is tried again, each time after twice as long, somewhat less by chance", () => {
  const faults: ErrorClass[] = ["overloaded", "network", "overloaded"];
  expect([1, 2, 3].map((n) => after(faults.slice(0, n), { retries: 9 }))).toEqual([5_000, 10_000, 20_000]);
  expect(after(["overloaded"], { chance: 1 })).toBe(2_500);
  expect(
    after(
      Array.from({ length: 9 }, () => "network"),
      { retries: 9 },
    ),
  ).toBe(5 * 60_000);
});

test("with all its retries taken, a link is spent, and others are asked at once", () => {
  const faults: ErrorClass[] = ["overloaded", "network", "overloaded"];
  expect(spentLinks(past(...faults.slice(1)), 2)).toEqual(new Set());
  expect(spentLinks(past(...faults), 2)).toEqual(new Set([0]));
  expect(after(faults)).toBe(0);
});

test("what an account, or a link, can't do is left to others at once", () => {
  for (const fault of ["rate_limit", "authentication", "billing", "missing", "context_too_long"] as const)
    expect(after([fault]), fault).toBe(0);
  expect(spentLinks(past("rate_limit", "authentication", "billing"), 0)).toEqual(new Set());
  expect(spentLinks(past("missing"), 5)).toEqual(new Set([0]));
  expect(spentLinks(past("context_too_long"), 5)).toEqual(new Set([0]));
});

test("a result that is not as demanded is asked for again once", () => {
  const invalid: PastAttempt = { link: 0, error_class: "result_invalid", asks: "prompt" };
  const verdict = { state: "failed", errorClass: "result_invalid" } as const;
  const wish = { verdict, retries: 2, chance: 0 };
  expect(anotherAfterMs({ ...wish, past: [invalid] })).toBe(0);
  expect(anotherAfterMs({ ...wish, past: [invalid, { ...invalid, asks: "repair" }] })).toBeNull();
});

test("whatever else ends it ends it", () => {
  for (const fault of ["refused", "folder_missing", "workspace", "budget", "unknown"] as const)
    expect(after([fault]), fault).toBeNull();
  const wish = { past: past(null), retries: 2, chance: 0 };
  for (const state of ["succeeded", "cancelled", "interrupted", "timed_out"] as const)
    expect(anotherAfterMs({ ...wish, verdict: { state, errorClass: null } }), state).toBeNull();
});

test("a limit that a CLI sat out until its time was over is a limit", () => {
  const verdict = { state: "timed_out", errorClass: "rate_limit" } as const;
  expect(anotherAfterMs({ verdict, past: past("rate_limit"), retries: 0, chance: 0 })).toBe(0);
});

test("there is an end to it, whatever is tried", () => {
  expect(after(Array.from({ length: 12 }, () => "rate_limit"))).toBeNull();
});
