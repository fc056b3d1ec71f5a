import { expect, test } from "vitest";
import { sumOf, tallyListed, tallyPlaywright, tallyVitest } from "./report.ts";

const tests = (...states: string[]) => states.map((state) => ({ title: `is ${state}`, state }));

test("a suite that breaks beside its tests counts as a failure", () => {
  const tally = tallyVitest([
    { file: "a.test.ts", broken: [], tests: tests("passed", "failed") },
    { file: "broken.test.ts", broken: [{ title: "beside its tests", why: undefined }], tests: [] },
  ]);
  expect(tally).toMatchObject({ passed: 1, failed: 2, skipped: 0 });
});

test("what failed is named at the end, with the first line of why and how it ends", () => {
  const seen = Array.from({ length: 60 }, (_, n) => `seen ${n}`);
  const { failures } = tallyVitest([
    {
      file: "a.test.ts",
      broken: [],
      tests: [{ title: "counts", state: "failed", why: `expected 1 to be 2\n${seen.join("\n")}` }],
    },
    {
      file: "b.test.ts",
      broken: [{ title: "two nodes", why: "no such module" }],
      tests: tests("skipped"),
    },
  ]);
  expect(failures).toEqual([
    "b.test.ts: two nodes\n    no such module",
    ["a.test.ts: counts", "expected 1 to be 2", ...seen.slice(-40)].join("\n    "),
  ]);
});

test("skipped tests are named by their file", () => {
  const files = [{ file: "a.test.ts", broken: [], tests: tests("passed", "skipped", "skipped", "pending") }];
  expect(tallyVitest(files)).toEqual({
    ...{ passed: 1, failed: 0, skipped: 3 },
    ...{ leftOut: ["a.test.ts: 3"], failures: [] },
  });
});

const browserReport = (stats: { expected?: number; flaky?: number; skipped?: number }) => ({
  stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
  errors: [],
  suites: [
    {
      file: "now.e2e.ts",
      specs: [{ tests: [{ status: "expected" }] }],
      suites: [{ file: "now.e2e.ts", specs: [{ tests: [{ status: "skipped" }] }] }],
    },
  ],
});

test("a browser test that passed when tried again has passed", () => {
  expect(tallyPlaywright(browserReport({ expected: 2, flaky: 1 }))).toMatchObject({ passed: 3, failed: 0 });
});

test("without a browser all its tests count as skipped, and the sum names them", () => {
  const skipped = tallyPlaywright(browserReport({ expected: 1, skipped: 1 }));
  const listed = tallyListed(browserReport({}));
  expect(sumOf([skipped, listed])).toEqual({
    passed: 1,
    failed: 0,
    skipped: 3,
    leftOut: ["apps/web/tests/now.e2e.ts: 1", "apps/web/tests/now.e2e.ts: 2"],
    failures: [],
  });
});
