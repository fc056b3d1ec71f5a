import { cyclesIn, type Graph } from "./cycles.ts";
import { type Import, importsOf } from "./imports.ts";
import { tierOf } from "./modules.ts";
import { rules } from "./rules.ts";
import { foldersIn, type SourceFile } from "./source-tree.ts";
import type { Violation } from "./violation.ts";

/** The rules of dependency, applied to every import of every file. */
export function checkBoundaries(repository: string, files: readonly SourceFile[]): Violation[] {
  const imports = files.flatMap((file) => importsOf(repository, file));
  return [...imports.flatMap(brokenBy), ...cycles(imports), ...unlistedModules(repository)];
}

const brokenBy = (imported: Import): Violation[] =>
  rules
    .filter((rule) => rule.forbids(imported))
    .map((rule) => ({
      rule: rule.name,
      file: `${imported.from}:${imported.line}`,
      message: `"${imported.specifier}": ${rule.because}`,
    }));

function cycles(imports: readonly Import[]): Violation[] {
  return cyclesIn(graphOf(imports)).map((cycle) => ({
    rule: "no-cycles",
    file: cycle[0] ?? "",
    message: `files that import each other are one idea: ${cycle.join(" → ")}`,
  }));
}

function graphOf(imports: readonly Import[]): Graph {
  const graph = new Map<string, string[]>();
  for (const { from, target } of imports) {
    if (target.kind !== "file") continue;
    graph.set(from, [...(graph.get(from) ?? []), target.path]);
  }
  return graph;
}

/** A module outside the list would be under no rule. */
const unlistedModules = (repository: string): Violation[] =>
  foldersIn(repository, "apps/server/src/modules")
    .filter((module) => tierOf(module) === undefined)
    .map((module) => ({
      rule: "modules-are-listed",
      file: `apps/server/src/modules/${module}`,
      message: "the module stands in no row of scripts/architecture/modules.ts",
    }));
