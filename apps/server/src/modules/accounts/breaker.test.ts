import type { ErrorClass } from "@signalbox/contract/executions";
import { expect, test } from "vitest";
import { afterEnd, afterTry, type Breaker, closed, heldUntil } from "./breaker.ts";

const at = new Date("2026-12-01T12:00:00Z");
const inSeconds = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
const after = (ends: (ErrorClass | null)[]): Breaker =>
  ends.reduce<Breaker>((breaker, errorClass) => afterEnd(breaker, errorClass, at), closed);

test("five transient faults in a row open it for a minute", () => {
  expect(heldUntil(after(["overloaded", "network", "overloaded", "network"]), at)).toBeNull();
  const open = after(["overloaded", "network", "overloaded", "network", "network"]);
  expect(heldUntil(open, at)).toEqual(inSeconds(60));
  expect(heldUntil(open, inSeconds(59))).not.toBeNull();
  expect(heldUntil(open, inSeconds(60))).toBeNull();
});

test("a success between them begins the row anew", () => {
  expect(after(["network", "network", "network", "network", null, "network"])).toEqual({
    faults: 1,
    nextTryAt: null,
  });
});

test("what says nothing of the backend neither opens nor closes it", () => {
  expect(after(["refused", "refused", "refused", "refused", "refused", "unknown"])).toEqual(closed);
  const open = after(["network", "network", "network", "network", "network"]);
  expect(afterEnd(open, "rate_limit", inSeconds(1))).toEqual(open);
});

test("half-open it lets one attempt through, and the next after another minute", () => {
  const open = after(["network", "network", "network", "network", "network"]);
  const tried = afterTry(open, inSeconds(60));
  expect(heldUntil(tried, inSeconds(61))).toEqual(inSeconds(120));
  expect(heldUntil(afterEnd(tried, "network", inSeconds(70)), inSeconds(71))).toEqual(inSeconds(130));
  expect(afterEnd(tried, null, inSeconds(70))).toEqual(closed);
});

test("while it is closed, attempts are not counted", () => {
  expect(afterTry(closed, at)).toEqual(closed);
});
