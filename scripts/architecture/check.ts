import { checkBoundaries } from "./boundaries.ts";
import { checkDeterminism } from "./determinism.ts";
import { checkSizes } from "./sizes.ts";
import { readSources } from "./source-tree.ts";
import { checkTables } from "./tables.ts";
import type { Violation } from "./violation.ts";

/** Everything the architecture forbids and a linter doesn't see. */
export function checkArchitecture(repository: string): { files: number; violations: Violation[] } {
  const files = readSources(repository);
  // A check that looks at nothing is always satisfied.
  if (files.length === 0) throw new Error(`No source files under ${repository}`);
  const violations = [
    ...checkBoundaries(repository, files),
    ...checkSizes(files),
    ...checkTables(repository, files),
    ...checkDeterminism(files),
  ];
  return { files: files.length, violations };
}
