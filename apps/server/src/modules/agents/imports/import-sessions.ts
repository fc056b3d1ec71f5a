import type { WatchedBackend } from "@signalbox/contract/common";
import { messageOf } from "../../../kernel/errors.ts";
import { isContended, isLasting, isOutage } from "../intake/faults.ts";
import { type FoundTranscript, findTranscripts } from "./find-transcripts.ts";
import { beforeSignalbox, FileImport, type ImportMeans } from "./import-file.ts";
import { findImported, type Imported } from "./imports.repository.ts";

/** A transcript written to more recently than this may be a session's that goes on. */
const quietForMs = 10 * 60_000;
const dayMs = 24 * 60 * 60_000;
/** Faults beyond these are counted only. */
const mostProblems = 50;

export interface ImportRequest {
  days: number;
  cliFolders: Record<WatchedBackend, string>;
  /** The stores in which CLIs keep all sessions. */
  cliStores: Partial<Record<WatchedBackend, string>>;
  signal: AbortSignal;
  progress(percent: number, message: string): Promise<void>;
  /** Something was taken in: what this import did so far. */
  tookIn?(so: Pick<ImportResult, "imported" | "signals">): Promise<void>;
}

/** What an import did. */
export interface ImportResult {
  files: number;
  /** Files of which something was taken in. */
  imported: number;
  bytes: number;
  signals: number;
  /** Files and folders with faults; the first of them by name. */
  faulty: number;
  problems: { path: string; reason: string }[];
}

/** Imports the sessions of the last days, the newest first. Importing again adds what was written since. */
export async function importSessions(means: ImportMeans, request: ImportRequest): Promise<ImportResult> {
  const result: ImportResult = { files: 0, imported: 0, bytes: 0, signals: 0, faulty: 0, problems: [] };
  const report = (path: string, reason: string) => {
    result.faulty += 1;
    if (result.problems.length < mostProblems) result.problems.push({ path, reason });
  };
  const now = means.now().getTime();
  const { cliFolders, cliStores, signal } = request;
  const found = await findTranscripts({
    ...{ cliFolders, cliStores, stores: means.stores, report, signal },
    ...{ since: now - request.days * dayMs, until: Number.POSITIVE_INFINITY },
  });
  const imported = await findImported(means.db.read, means.hostId());
  const known = await heardPaths(means, found);
  const files = found.filter((file) => {
    const quiet = file.writtenAt <= now - quietForMs || known.has(file.path);
    return quiet && !isDone(imported.get(file.path), file);
  });
  result.files = found.length;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const file of files) {
    if (request.signal.aborted) break;
    const outcome = await importOne(means, file, { imported: imported.get(file.path), request });
    result.bytes += file.bytes;
    result.signals += outcome.signals;
    if (outcome.signals > 0) {
      result.imported += 1;
      await request.tookIn?.(result);
    }
    if (outcome.problem !== null) report(file.path, outcome.problem);
    const percent = Math.min(99, Math.floor((result.bytes / Math.max(1, total)) * 100));
    await request.progress(percent, `${result.imported} sessions imported`);
  }
  request.signal.throwIfAborted();
  return result;
}

/** Transcripts of agents whose hooks were heard. */
async function heardPaths({ db, hostId }: ImportMeans, found: readonly FoundTranscript[]) {
  const rows = await db.read
    .selectFrom("agents")
    .where("host_id", "=", hostId())
    .where("parent_id", "is", null)
    .where("transcript_path", "is not", null)
    .where("end_reason", "is distinct from", beforeSignalbox)
    .select("transcript_path")
    .execute();
  const paths = new Set(rows.map(({ transcript_path }) => transcript_path));
  return new Set(found.map(({ path }) => path).filter((path) => paths.has(path)));
}

const isDone = (imported: Imported | undefined, { bytes }: FoundTranscript): boolean =>
  imported?.done === true && (!imported.own || imported.readTo >= bytes);

interface How {
  imported: Imported | undefined;
  request: ImportRequest;
}

async function importOne(means: ImportMeans, file: FoundTranscript, { imported, request }: How) {
  try {
    return await new FileImport(means, file).run(imported, request.signal);
  } catch (error) {
    if (isLasting(error) || isOutage(error)) throw error;
    // Its agent spoke meanwhile: what it writes is followed from where the import came.
    const problem = isContended(error) ? null : messageOf(error);
    return { agentId: null, signals: 0, problem };
  }
}
