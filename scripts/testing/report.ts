/** What became of a suite's tests. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Tests that did not run, as `file: count`. */
  leftOut: readonly string[];
  /** Tests that failed, as `file: title`, each with why: its first line, and its last ones. */
  failures: readonly string[];
}

/** What our vitest reporter tells of a test file. */
export interface FileReport {
  file: string;
  /** The file itself, and suites within it whose set-up or tear-down broke. */
  broken: readonly Failure[];
  tests: readonly { title: string; state: string; why?: string | undefined }[];
}

export interface Failure {
  title: string;
  why: string | undefined;
}

/** Reads what our vitest reporter wrote. A suite that broke beside its tests counts as one failure. */
export function tallyVitest(files: readonly FileReport[]): Tally {
  const tests = files.flatMap((one) => one.tests);
  const count = (state: string) => tests.filter((test) => test.state === state).length;
  const isLeftOut = ({ state }: { state: string }) => state !== "passed" && state !== "failed";
  const broken = files.flatMap(({ file, broken }) => broken.map((one) => failureOf(file, one)));
  return {
    passed: count("passed"),
    failed: count("failed") + broken.length,
    skipped: tests.filter(isLeftOut).length,
    leftOut: files.flatMap(({ file, tests }) => {
      const times = tests.filter(isLeftOut).length;
      return times === 0 ? [] : [`${file}: ${times}`];
    }),
    failures: [
      ...broken,
      ...files.flatMap(({ file, tests }) =>
        tests
          .filter(({ state }) => state === "failed")
          .map(({ title, why }) => failureOf(file, { title, why })),
      ),
    ],
  };
}

/** Of a long reason, such as all that was seen instead, the first line says what failed and the end how it stood. */
const linesOfWhy = { first: 1, last: 40 };

const failureOf = (file: string, { title, why = "" }: Failure) => {
  const lines = why.split("\n").filter((line) => line.trim() !== "");
  const first = lines.slice(0, linesOfWhy.first);
  const last = lines.slice(linesOfWhy.first).slice(-linesOfWhy.last);
  return [`${file}: ${title}`, ...first, ...last].join("\n    ");
};

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
