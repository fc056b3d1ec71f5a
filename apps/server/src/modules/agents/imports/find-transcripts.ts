import type { Dirent } from "node:fs";
import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Backend } from "@signalbox/contract/common";
import { messageOf } from "../../../kernel/errors.ts";
import { adapters } from "../../backends/index.ts";

/** More than this many are not imported at once: the oldest wait for the next time. */
const mostFiles = 20_000;

export interface FoundTranscript {
  backend: Backend;
  path: string;
  bytes: number;
  writtenAt: number;
}

/** What could not be looked at or read. */
export type Report = (path: string, reason: string) => void;

export interface Search {
  cliFolders: Partial<Record<Backend, string>>;
  /** Written to between these times. */
  since: number;
  until: number;
  report: Report;
  signal: AbortSignal;
}

/** The transcripts that CLIs wrote lately, the newest first. */
export async function findTranscripts(search: Search): Promise<FoundTranscript[]> {
  const found = new Map<string, FoundTranscript>();
  for (const { backend, transcript } of adapters) {
    const folder = search.cliFolders[backend];
    if (transcript === undefined || folder === undefined) continue;
    for await (const path of pathsUnder(folder, transcript.files, search)) {
      const file = await look(path, search);
      // One that can be reached by several ways is one.
      if (file !== null) found.set(file.id, { ...file.file, backend });
      if (found.size > 2 * mostFiles) keepNewest(found);
    }
  }
  keepNewest(found);
  return [...found.values()];
}

function keepNewest(found: Map<string, FoundTranscript>): void {
  const newest = [...found].sort(([, a], [, b]) => b.writtenAt - a.writtenAt).slice(0, mostFiles);
  found.clear();
  for (const [id, file] of newest) found.set(id, file);
}

/** Only what is a file: reading from a pipe would never end. */
async function look(path: string, { since, until, report }: Search) {
  try {
    const found = await stat(path);
    const { size, mtimeMs, dev, ino } = found;
    if (!found.isFile() || size === 0 || mtimeMs < since || mtimeMs > until) return null;
    return { id: `${dev} ${ino}`, file: { path, bytes: size, writtenAt: mtimeMs } };
  } catch (error) {
    return reported(path, error, report);
  }
}

/** Paths that follow the patterns step by step, so no link leads anywhere deeper. */
async function* pathsUnder(
  folder: string,
  [step, ...further]: readonly RegExp[],
  search: Search,
): AsyncGenerator<string> {
  if (step === undefined || search.signal.aborted) return;
  for await (const entry of entriesOf(folder, search.report)) {
    if (!step.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (further.length === 0) yield path;
    else if (entry.isDirectory() || entry.isSymbolicLink()) yield* pathsUnder(path, further, search);
  }
}

async function* entriesOf(folder: string, report: Report): AsyncGenerator<Dirent> {
  try {
    for await (const entry of await opendir(folder)) yield entry;
  } catch (error) {
    reported(folder, error, report);
  }
}

/** What is no longer there, or no folder, needs no word. */
function reported(path: string, error: unknown, report: Report): null {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code !== "ENOENT" && code !== "ENOTDIR") report(path, messageOf(error));
  return null;
}
