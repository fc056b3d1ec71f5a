/** What became of a suite's tests. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Tests that did not run, as `file: count`. */
  leftOut: readonly string[];
}

/** What we read of vitest's JSON report. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

/** Reads vitest's JSON report. A file that broke before its first test counts as one failure. */
export function tallyVitest(report: VitestReport, root: string): Tally {
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const ran = new Set(["passed", "failed"]);
  const leftOut = report.testResults.flatMap((file) => {
    const count = file.assertionResults.filter((test) => !ran.has(test.status)).length;
    return count === 0 ? [] : [`${file.name.replace(`${root}/`, "")}: ${count}`];
  });
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    leftOut,
  };
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
  suites: PlaywrightSuite[];
}

interface PlaywrightSuite {
  file: string;
  specs: { tests: { status?: string }[] }[];
  suites?: PlaywrightSuite[];
}

/** Reads Playwright's JSON report; a test that passed when tried again has passed, and its log names it. */
export function tallyPlaywright(report: PlaywrightReport): Tally {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + report.errors.length;
  return { passed: expected + flaky, failed, skipped, leftOut: leftOutOf(report, "skipped") };
}

/** Reads a Playwright report made with `--list`: none of its tests ran. */
export function tallyListed(report: PlaywrightReport): Tally {
  const skipped = report.suites.reduce((sum, suite) => sum + testsIn(suite).length, 0);
  return { passed: 0, failed: report.errors.length, skipped, leftOut: leftOutOf(report) };
}

const testsIn = (suite: PlaywrightSuite): { status?: string }[] => [
  ...suite.specs.flatMap((spec) => spec.tests),
  ...(suite.suites ?? []).flatMap(testsIn),
];

function leftOutOf(report: PlaywrightReport, status?: string): string[] {
  return report.suites.flatMap((suite) => {
    const tests = testsIn(suite).filter((test) => status === undefined || test.status === status);
    return tests.length === 0 ? [] : [`apps/web/tests/${suite.file}: ${tests.length}`];
  });
}

/** Adds up. */
export const sumOf = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
  failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
  skipped: tallies.reduce((sum, tally) => sum + tally.skipped, 0),
  leftOut: tallies.flatMap((tally) => tally.leftOut),
});
