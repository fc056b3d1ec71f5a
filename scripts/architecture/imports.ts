import { existsSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { Visitor } from "oxc-parser";
import { lineAt, type SourceFile } from "./source-tree.ts";

/** What an import leads to. */
export type Target =
  | { kind: "file"; path: string }
  | { kind: "package"; name: string }
  | { kind: "node"; name: string }
  | { kind: "nothing" };

/** One import, re-export, `import()` or `import("…").Type` of a file. */
export interface Import {
  from: string;
  line: number;
  specifier: string;
  target: Target;
}

/** Every import of a file that names its target outright; type-only ones too. */
export function importsOf(repository: string, file: SourceFile): Import[] {
  const imports: Import[] = [];
  const note = (node: { start: number }, source: { value?: unknown } | null) => {
    if (source === null || typeof source.value !== "string") return;
    const specifier = source.value;
    const target = targetOf(repository, file.path, specifier);
    imports.push({ from: file.path, line: lineAt(file.text, node.start), specifier, target });
  };
  new Visitor({
    ImportDeclaration: (node) => note(node, node.source),
    ExportNamedDeclaration: (node) => note(node, node.source),
    ExportAllDeclaration: (node) => note(node, node.source),
    ImportExpression: (node) => note(node, "value" in node.source ? node.source : null),
    TSImportType: (node) => note(node, node.source),
  }).visit(file.syntax.program);
  return imports;
}

/** Our own resolution is exact: relative paths carry their extension, and packages of ours map onto their `src`. */
function targetOf(repository: string, from: string, specifier: string): Target {
  if (specifier.startsWith("node:")) return { kind: "node", name: specifier.slice("node:".length) };
  const ours = /^@signalbox\/([^/]+)\/(.+)$/.exec(specifier);
  if (ours !== null) return fileTarget(repository, `packages/${ours[1]}/src/${ours[2]}.ts`);
  if (!specifier.startsWith(".")) return { kind: "package", name: packageName(specifier) };
  const [path = ""] = specifier.split("?", 1);
  return fileTarget(repository, posix.join(posix.dirname(from), path));
}

function fileTarget(repository: string, path: string): Target {
  const file = join(repository, path);
  return existsSync(file) && statSync(file).isFile() ? { kind: "file", path } : { kind: "nothing" };
}

const packageName = (specifier: string): string =>
  specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
