/** What became of a suite's tests. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Tests that did not run, as `file: count`. */
  leftOut: readonly string[];
  /** Tests that failed, as `file: title`, each with the first line of why. */
  failures: readonly string[];
}

/** What we read of vitest's JSON report. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: VitestFile[];
}

interface VitestFile {
  name: string;
  status: string;
  /** Why a file broke before its first test. */
  message?: string;
  assertionResults: { status: string; fullName?: string; failureMessages?: readonly string[] }[];
}

/** Reads vitest's JSON report. A file that broke before its first test counts as one failure. */
export function tallyVitest(report: VitestReport, root: string): Tally {
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const ran = new Set(["passed", "failed"]);
  const nameOf = (file: VitestFile) => file.name.replace(`${root}/`, "");
  const leftOut = report.testResults.flatMap((file) => {
    const count = file.assertionResults.filter((test) => !ran.has(test.status)).length;
    return count === 0 ? [] : [`${nameOf(file)}: ${count}`];
  });
  const failures = [
    ...broken.map((file) => failureOf(nameOf(file), "before its first test", file.message)),
    ...report.testResults.flatMap((file) =>
      file.assertionResults
        .filter((test) => test.status === "failed")
        .map((test) => failureOf(nameOf(file), test.fullName ?? "", test.failureMessages?.[0])),
    ),
  ];
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    leftOut,
    failures,
  };
}

const failureOf = (file: string, title: string, why = "") =>
  [`${file}: ${title}`, ...why.split("\n").slice(0, 1)].join("\n    ");

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
  suites: PlaywrightSuite[];
}

interface PlaywrightSuite {
  file: string;
  specs: { title?: string; tests: { status?: string }[] }[];
  suites?: PlaywrightSuite[];
}

/** Reads Playwright's JSON report; a test that passed when tried again has passed, and its log names it. */
export function tallyPlaywright(report: PlaywrightReport): Tally {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + report.errors.length;
  const failures = report.suites.flatMap(failuresIn);
  return { passed: expected + flaky, failed, skipped, leftOut: leftOutOf(report, "skipped"), failures };
}

/** Reads a Playwright report made with `--list`: none of its tests ran. */
export function tallyListed(report: PlaywrightReport): Tally {
  const skipped = report.suites.reduce((sum, suite) => sum + testsIn(suite).length, 0);
  return { passed: 0, failed: report.errors.length, skipped, leftOut: leftOutOf(report), failures: [] };
}

const failuresIn = (suite: PlaywrightSuite): string[] => [
  ...suite.specs
    .filter((spec) => spec.tests.some((test) => test.status === "unexpected"))
    .map((spec) => `apps/web/tests/${suite.file}: ${spec.title ?? ""}`),
  ...(suite.suites ?? []).flatMap(failuresIn),
];

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
  failures: tallies.flatMap((tally) => tally.failures),
});
