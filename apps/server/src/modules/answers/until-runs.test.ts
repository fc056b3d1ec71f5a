import { expect, test } from "vitest";
import { untilRuns } from "./until-runs.ts";

/** A process whose children change from look to look; the last look stays. */
function looks(...children: [number, string][][]) {
  return () => new Map((children.length > 1 ? children.shift() : children[0]) ?? []);
}
const runsAs = (line: string) => line === "make";
const forEver = new AbortController().signal;

test("what begins to run after it was asked about was allowed", async () => {
  const startedBy = looks([[1, "rg"]], [[1, "rg"]], [[2, "make"]]);
  expect(await untilRuns({ pid: 7, runsAs, startedBy, signal: forEver, everyMs: 1 })).toBe(true);
});

test("what ran before it was asked about was not waiting for the answer", async () => {
  const over = new AbortController();
  const startedBy = looks([[1, "make"]]);
  const seen = untilRuns({ pid: 7, runsAs, startedBy, signal: over.signal, everyMs: 1 });
  over.abort();
  expect(await seen).toBe(false);
});

test("where the system does not tell what runs, nothing is known", async () => {
  expect(await untilRuns({ pid: 7, runsAs, startedBy: () => null, signal: forEver })).toBe(false);
});
