import { expect, test } from "vitest";
import { gapOf, looked, type PaneMemory, wordsOf } from "./gap-watch.ts";

const heardAt = 1_000_000;
/** Looks at a pane so long after its agent was last heard of, with what its window showed last then. */
const lookAt = (after: number, activeAfter: number, known?: PaneMemory) => {
  const quiet = { now: heardAt + after, lastSeenAt: heardAt, activeAt: heardAt + activeAfter };
  const gap = gapOf(known, quiet);
  return { ...gap, read: (screen: string) => looked(gap.memory, wordsOf(screen), quiet) };
};

test("a pane that shows what its agent just told is not looked at", () => {
  expect(lookAt(2_000, 2_000).worthALook).toBe(false);
  expect(lookAt(60_000, 2_000).worthALook).toBe(false);
});

test("a pane that moves on while nothing is heard is looked at, and again only when its words change", () => {
  const first = lookAt(9_000, 9_000);
  expect(first.worthALook).toBe(true);
  const seen = first.read("✻ Thinking… (12s)");
  expect(seen.moved).toBe(true);
  expect(lookAt(12_000, 12_000, seen.memory).worthALook).toBe(false);
  const later = lookAt(15_000, 15_000, seen.memory);
  expect(later.worthALook).toBe(true);
  expect(later.read("✽ Thinking… (15s)").moved).toBe(false);
  expect(later.read("Interrupted by user").moved).toBe(true);
});

test("a pane that keeps changing is asked about less and less often, and anew after a signal", () => {
  let at = 9_000;
  let memory: PaneMemory | undefined;
  const waits = [1, 2, 3, 4, 5, 6].map((turn) => {
    memory = lookAt(at, at, memory).read(`text ${"x".repeat(turn + 3)}`).memory;
    const waitMs = memory.nextLookAt - (heardAt + at);
    at += waitMs;
    return waitMs;
  });
  expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  const heard = { now: heardAt + at + 1, lastSeenAt: heardAt + at, activeAt: heardAt + at };
  expect(gapOf(memory, heard)).toMatchObject({ worthALook: false, memory: { words: null, waitMs: 5_000 } });
});
