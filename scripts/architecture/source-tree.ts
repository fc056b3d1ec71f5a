import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ParseResult, parseSync } from "oxc-parser";

/** A source file, parsed. */
export interface SourceFile {
  /** Relative to the repository, with slashes. */
  path: string;
  text: string;
  syntax: ParseResult;
}

const roots = ["apps", "packages", "scripts", "bench"];
const outside = new Set(["node_modules", "dist", "test-results", "playwright-report"]);

/** Every TypeScript file of the repository. A file that does not parse fails the check. */
export function readSources(repository: string): SourceFile[] {
  return roots
    .flatMap((folder) => pathsUnder(repository, folder))
    .map((path) => parseSource(repository, path));
}

/** Folders directly under a path, or none where it does not exist. */
export function foldersIn(repository: string, path: string): string[] {
  const folder = join(repository, path);
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** A test, or what only tests use. */
export const isTest = (path: string): boolean =>
  /\.test\.tsx?$|\.e2e\.ts$|[./]testing\.tsx?$|\/testing\/|^apps\/[^/]+\/tests\/|^packages\/testkit\/|^bench\//.test(
    path,
  );

/** The line, counted from 1, of an offset in a file's text. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

function parseSource(repository: string, path: string): SourceFile {
  const text = readFileSync(join(repository, path), "utf8");
  const syntax = parseSync(path, text);
  const [fault] = syntax.errors;
  if (fault !== undefined) throw new Error(`${path} does not parse: ${fault.message}`);
  return { path, text, syntax };
}

function pathsUnder(repository: string, folder: string): string[] {
  if (!existsSync(join(repository, folder))) return [];
  const entries = readdirSync(join(repository, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return outside.has(entry.name) ? [] : pathsUnder(repository, path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
