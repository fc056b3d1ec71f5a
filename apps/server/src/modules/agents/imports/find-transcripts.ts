import type { Dirent } from "node:fs";
import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Backend, WatchedBackend } from "@signalbox/contract/common";
import { messageOf } from "../../../kernel/errors.ts";
import { inFolder, patientReads } from "../../../platform/files/patient-reads.ts";
import type { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import { adapters, type StoreFormat } from "../../backends/index.ts";
import { storePath } from "../transcripts/store/store-path.ts";
import { sessionsIn } from "../transcripts/store/store-source.ts";

/** More than this many are not imported at once: the oldest wait for the next time. */
const mostFiles = 20_000;

export interface FoundTranscript {
  backend: Backend;
  path: string;
  /** How far it can be read; of a store the number of its session's changes. */
  bytes: number;
  writtenAt: number;
  /** The session in it, where that is known before it is read. */
  session?: { id: string; cwd: string | null; began: number };
}

/** What could not be looked at or read. */
export type Report = (path: string, reason: string) => void;

export interface Search {
  cliFolders: Partial<Record<WatchedBackend, string>>;
  cliStores: Partial<Record<WatchedBackend, string>>;
  stores: SqliteReader;
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
    if (transcript.kind === "store") {
      for (const session of await inStoreOf(backend, transcript, search)) found.set(session.path, session);
      continue;
    }
    const folder = search.cliFolders[backend];
    if (folder === undefined) continue;
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

/** The sessions of a CLI's store; none where it has none. */
async function inStoreOf(
  backend: WatchedBackend,
  format: StoreFormat,
  { cliStores, stores, since, until, report }: Search,
): Promise<FoundTranscript[]> {
  const file = cliStores[backend];
  if (file === undefined) return [];
  try {
    const found = await patientReads.of(file, () => stat(file));
    if (!found.isFile()) return [];
    const sessions = await sessionsIn(stores, { file, format }, { since, until, most: mostFiles });
    return sessions.map(({ id, changes, began, at, cwd }) => ({
      ...{ backend, path: storePath({ file, sessionId: id }), bytes: changes, writtenAt: at },
      session: { id, cwd, began },
    }));
  } catch (error) {
    reported(file, error, report);
    return [];
  }
}

function keepNewest(found: Map<string, FoundTranscript>): void {
  const newest = [...found].sort(([, a], [, b]) => b.writtenAt - a.writtenAt).slice(0, mostFiles);
  found.clear();
  for (const [id, file] of newest) found.set(id, file);
}

/** Only what is a file: reading from a pipe would never end. */
async function look(path: string, { since, until, report }: Search) {
  try {
    const found = await patientReads.of(path, () => stat(path));
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
    for await (const entry of await patientReads.of(inFolder(folder), () => opendir(folder))) yield entry;
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
