import { writeFile } from "node:fs/promises";
import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import type { FileReport } from "./report.ts";

/** Names the file that the report is written to. */
export const reportFileVariable = "SIGNALBOX_TEST_REPORT";

/** Vitest's own JSON report leaves out why a suite's set-up broke. */
export default class VitestReporter implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const file = process.env[reportFileVariable];
    if (file) await writeFile(file, JSON.stringify(modules.map(reportOf)));
  }
}

interface TestError {
  message: string;
  stacks?: readonly { file: string; line: number }[] | undefined;
}

function reportOf(module: TestModule): FileReport {
  const file = relative(process.cwd(), module.moduleId);
  const of = (title: string, errors: readonly TestError[]) =>
    errors.map((error) => ({ title, why: whyOf(error, file) }));
  return {
    file,
    broken: [
      ...of("beside its tests", module.errors()),
      ...[...module.children.allSuites()].flatMap((suite) => of(suite.fullName, suite.errors())),
    ],
    tests: [...module.children.allTests()].map((test) => {
      const { state, errors } = test.result();
      return { title: test.fullName, state, why: errors?.[0] && whyOf(errors[0], file) };
    }),
  };
}

/** What was thrown, and the line of the test file that it came out of. */
function whyOf({ message, stacks }: TestError, file: string): string {
  const frame = stacks?.find((one) => one.file.endsWith(file));
  return frame === undefined ? message : `(line ${frame.line}) ${message}`;
}
