import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of one test, with its real path; the test removes it. */
export const temporaryFolder = (name: string): string =>
  realpathSync(mkdtempSync(join(tmpdir(), `signalbox-${name}-`)));

/** Removes a folder whose owner may just be writing its last lines. */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });

const inherited = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "SHELL", "USER", "LOGNAME"];

/** The environment of a program under test: nothing of the developer's own but what any program needs. */
export function cleanEnvironment(own: Readonly<Record<string, string>>): Record<string, string> {
  const given = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), ...own };
}
