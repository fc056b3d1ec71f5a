import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium, isMissing } from "../../packages/testkit/src/machine.ts";
import { type FileReport, type Tally, tallyListed, tallyPlaywright, tallyVitest } from "./report.ts";
import { reportFileVariable } from "./vitest-reporter.ts";

/** What the person asked for behind `npm test --`. */
export interface Selection {
  /** Parts of file names; all files where empty. */
  files: readonly string[];
  /** A part of the tests' names. */
  title: string | undefined;
}

/** Only who asked for some tests may find that a suite has none of them. */
const isNarrow = ({ files, title }: Selection) => files.length > 0 || title !== undefined;

/** Runs projects of `vitest.config.ts` and tells what became of their tests. */
export async function runVitest(
  root: string,
  projects: readonly string[],
  selection: Selection,
): Promise<Tally> {
  const args = [
    ...["run", "--reporter=default", "--reporter=./scripts/testing/vitest-reporter.ts"],
    ...(isNarrow(selection) ? ["--passWithNoTests"] : []),
    ...projects.map((project) => `--project=${project}`),
    ...(selection.title === undefined ? [] : ["-t", selection.title]),
    ...selection.files,
  ];
  const run = (reportFile: string) =>
    runTool(root, "vitest/vitest.mjs", args, { [reportFileVariable]: reportFile });
  return withReport(run, (files: FileReport[]) => tallyVitest(files));
}

/** Runs the browser suites, or only counts them where there is no browser. */
export async function runPlaywright(root: string, selection: Selection): Promise<Tally> {
  const chromium = findChromium();
  const listOnly = isMissing(chromium);
  const args = [
    ...["test", "--config=apps/web/playwright.config.ts"],
    ...(isNarrow(selection) ? ["--pass-with-no-tests"] : []),
    `--reporter=${listOnly ? "json" : "list,json"}`,
    ...(listOnly ? ["--list"] : []),
    ...(selection.title === undefined ? [] : ["--grep", selection.title]),
    ...selection.files,
  ];
  const run = (reportFile: string) =>
    runTool(root, "@playwright/test/cli.js", args, {
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
      ...(chromium.path === null ? {} : { SIGNALBOX_TEST_CHROMIUM: chromium.path }),
    });
  return withReport(run, listOnly ? tallyListed : tallyPlaywright);
}

/** A runner that failed without a failed test in its report (a broken set-up, a leak), or without any report, is one failure. */
async function withReport<Report>(
  run: (reportFile: string) => Promise<number>,
  tally: (report: Report) => Tally,
): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "signalbox-test-report-"));
  try {
    const file = join(folder, "report.json");
    const code = await run(file);
    if (!existsSync(file))
      return { passed: 0, failed: 1, skipped: 0, leftOut: [], failures: ["a suite broke without a report"] };
    const counted = tally(JSON.parse(await readFile(file, "utf8")));
    const broke = code !== 0 && counted.failed === 0;
    return broke ? { ...counted, failed: 1, failures: ["a suite broke beside its tests"] } : counted;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function runTool(root: string, script: string, args: string[], env: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, [join(root, "node_modules", script), ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
