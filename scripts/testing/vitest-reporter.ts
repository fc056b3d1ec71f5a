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

function reportOf(module: TestModule): FileReport {
  const of = (title: string, errors: readonly { message: string }[]) =>
    errors.map(({ message }) => ({ title, why: message }));
  return {
    file: relative(process.cwd(), module.moduleId),
    broken: [
      ...of("beside its tests", module.errors()),
      ...[...module.children.allSuites()].flatMap((suite) => of(suite.fullName, suite.errors())),
    ],
    tests: [...module.children.allTests()].map((test) => {
      const { state, errors } = test.result();
      return { title: test.fullName, state, why: errors?.[0]?.message };
    }),
  };
}
