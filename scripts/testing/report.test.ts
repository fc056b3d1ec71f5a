import { expect, test } from "vitest";
import { sumOf, tallyListed, tallyPlaywright, tallyVitest } from "./report.ts";

const file = (name: string, status: string, ...tests: string[]) => ({
  name: `/repo/${name}`,
  status,
  assertionResults: tests.map((outcome) => ({ status: outcome })),
});

test("a test file that breaks before its first test counts as a failure", () => {
  const tally = tallyVitest(
    {
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [file("a.test.ts", "failed", "passed", "failed"), file("broken.test.ts", "failed")],
    },
    "/repo",
  );
  expect(tally).toMatchObject({ passed: 1, failed: 2, skipped: 0 });
});

test("what failed is named at the end, with the first line of why", () => {
  const { failures } = tallyVitest(
    {
      numPassedTests: 0,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [
        {
          name: "/repo/a.test.ts",
          status: "failed",
          assertionResults: [
            {
              status: "failed",
              fullName: "counts",
              failureMessages: ["expected 1 to be 2\n  at a.test.ts:3"],
            },
          ],
        },
        { name: "/repo/b.test.ts", status: "failed", message: "no such module", assertionResults: [] },
      ],
    },
    "/repo",
  );
  expect(failures).toEqual([
    "b.test.ts: before its first test\n    no such module",
    "a.test.ts: counts\n    expected 1 to be 2",
  ]);
});

test("skipped tests are named by their file", () => {
  const tally = tallyVitest(
    {
      numPassedTests: 1,
      numFailedTests: 0,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [file("a.test.ts", "passed", "passed", "skipped", "skipped", "todo")],
    },
    "/repo",
  );
  expect(tally).toEqual({ passed: 1, failed: 0, skipped: 3, leftOut: ["a.test.ts: 3"], failures: [] });
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
