import type { Backend } from "@signalbox/contract/common";
import { objectIn, textAt } from "../../../kernel/json.ts";
import { patientReads } from "../../../platform/files/patient-reads.ts";
import { openRegular, readSmall } from "../../../platform/files/read-small.ts";
import type { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import { adapterOf, type TranscriptHead } from "../../backends/index.ts";
import { findTranscripts } from "../imports/find-transcripts.ts";

/** A transcript that was written lately, with what its first lines tell. */
export interface RecentTranscript {
  path: string;
  sessionId: string;
  cwd: string;
  writtenAt: number;
  /** When the session began; null where that is not told. */
  began: number | null;
  /** Whether it was made without a terminal; null where that is not told. */
  headless: boolean | null;
}

export interface RecentSearch {
  backend: Backend;
  /** The folder in which the CLI keeps its sessions, or the store of them. */
  folder: string;
  since: number;
  signal: AbortSignal;
}

/** More than these are not looked into at once. */
const mostLookedInto = 200;
const headBytes = 64 * 1024;

/** The transcripts of a CLI that were written to since, the newest first. */
export async function recentTranscripts(
  search: RecentSearch,
  stores: SqliteReader,
): Promise<RecentTranscript[]> {
  const { backend, folder, since, signal } = search;
  const format = adapterOf(backend)?.transcript;
  const store = format?.kind === "store" ? { [backend]: folder } : {};
  const found = await findTranscripts({
    ...{ cliFolders: { [backend]: folder }, cliStores: store, stores },
    ...{ since, until: Number.POSITIVE_INFINITY, signal, report: () => {} },
  });
  const recent: RecentTranscript[] = [];
  for (const { path, writtenAt, session } of found.slice(0, mostLookedInto)) {
    const { sessionId, cwd, at, headless } =
      session === undefined
        ? await patientReads.of(path, () => headOf(backend, path)).catch(() => nothing)
        : { sessionId: session.id, cwd: session.cwd, at: session.began, headless: null };
    if (sessionId !== null && cwd !== null)
      recent.push({ path, sessionId, cwd, writtenAt, began: at, headless });
  }
  return recent;
}

const nothing: TranscriptHead = { sessionId: null, cwd: null, at: null, headless: null };

async function headOf(backend: Backend, path: string): Promise<TranscriptHead> {
  const running = adapterOf(backend)?.running;
  const head = { ...nothing };
  for (const line of await linesAt(path, 0)) {
    const told = running?.head(line);
    head.sessionId ??= told?.sessionId ?? null;
    head.cwd ??= told?.cwd ?? null;
    head.at ??= told?.at ?? null;
    head.headless ??= told?.headless ?? null;
    if (head.sessionId !== null && head.cwd !== null) break;
  }
  const folderFile = running?.folderFile?.(path);
  if (head.cwd === null && folderFile !== undefined) head.cwd = (await readSmall(folderFile))?.trim() ?? null;
  return head;
}

interface Part {
  backend: Backend;
  sessionId: string;
  path: string;
  /** Where it begins, in bytes. */
  place: number;
}

/** When the first thing happened that a part of a transcript tells of its session; null where that can't be told. */
export async function firstTimeIn({ backend, sessionId, path, place }: Part): Promise<Date | null> {
  const running = adapterOf(backend)?.running;
  for (const line of await patientReads.of(path, () => linesAt(path, place)).catch(() => [])) {
    const head = running?.head(line) ?? nothing;
    if (head.sessionId !== null && head.sessionId !== sessionId) continue;
    const told = Date.parse(textAt(line, "timestamp") ?? "");
    const at = Number.isFinite(told) ? told : head.at;
    if (at !== null) return new Date(at);
  }
  return null;
}

/** The whole lines of a piece of a file, as far as they can be read. */
async function linesAt(path: string, place: number) {
  const file = await openRegular(path);
  if (file === null) return [];
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, place);
    const lines = buffer.toString("utf8", 0, bytesRead).split("\n");
    return lines.map(objectIn).filter((line) => line !== null);
  } finally {
    await file.close();
  }
}
