import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { readSources } from "./source-tree.ts";

/** A small repository of files with the given text, gone after the test. */
export function planted(texts: Readonly<Record<string, string>>) {
  const repository = mkdtempSync(join(tmpdir(), "signalbox-architecture-"));
  onTestFinished(() => rmSync(repository, { recursive: true }));
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
  return { repository, files: readSources(repository) };
}
