import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inFolder, type PatientReads, patientReads } from "../../../platform/files/patient-reads.ts";
import type { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import type { LineFormat, StoreFormat, TranscriptFormat } from "../../backends/index.ts";
import { inStore, storePath } from "./store/store-path.ts";
import { StoreSource } from "./store/store-source.ts";
import { fileSource, type TranscriptKind } from "./transcript-source.ts";

/** A transcript by its path. */
export interface Placed {
  path: string;
  kind: TranscriptKind;
}

/** Where a session's transcript and those of its child agents are. */
export interface Layout {
  own: TranscriptKind;
  /** Those of child agents that are there now. */
  children(): Promise<Placed[]>;
  /** The folder where those appear; null where the CLI keeps them elsewhere. */
  childFolder: string | null;
  folder: string;
  /** Whether a file of the folder is written to when the session goes on. */
  isOwn(name: string): boolean;
  /** Others are written into the same file. */
  shared: boolean;
}

/** Null for a path that no transcript of such a format has. */
export function layoutOf(format: TranscriptFormat, path: string, { stores, reads }: Means): Layout | null {
  return format.kind === "lines"
    ? inFiles(format, path, reads ?? patientReads)
    : inOneStore(format, path, stores);
}

/** What reads transcripts. */
interface Means {
  stores: SqliteReader;
  reads?: PatientReads | undefined;
}

function inFiles(format: LineFormat, path: string, reads: PatientReads): Layout {
  const kindOf = (path: string): TranscriptKind => ({
    source: fileSource(path, reads),
    tells: (line) => format.tells(line),
    open: (state) => format.open(path, state),
  });
  const childFolder = format.childFolder?.(path) ?? null;
  return {
    ...{ own: kindOf(path), childFolder, folder: dirname(path), shared: false },
    isOwn: (name) => path.endsWith(name),
    children: async () => {
      if (childFolder === null) return [];
      // A folder that can't be read, and none at all, is no reason to leave the session's own file unread.
      const names = await reads.of(inFolder(childFolder), () => readdir(childFolder)).catch(() => []);
      return names
        .filter((name) => name.endsWith(".jsonl"))
        .map((name) => join(childFolder, name))
        .map((path) => ({ path, kind: kindOf(path) }));
    },
  };
}

function inOneStore(format: StoreFormat, path: string, stores: SqliteReader): Layout | null {
  const own = inStore(path);
  if (own === null) return null;
  const { file, sessionId } = own;
  const source = new StoreSource(stores, format.queries, own);
  const kindOf = (child: { id: string; type: string | null } | null): TranscriptKind => ({
    source: child === null ? source : new StoreSource(stores, format.queries, { file, sessionId: child.id }),
    tells: (line) => format.tells(line),
    open: (state) => format.open({ path, sessionId, child }, state),
  });
  return {
    ...{ own: kindOf(null), childFolder: null, folder: dirname(file), shared: true },
    isOwn: (name) => file.endsWith(name) || `${file}-wal`.endsWith(name),
    children: async () =>
      (await source.children().catch(() => [])).map((child) => ({
        path: storePath({ file, sessionId: child.id }),
        kind: kindOf(child),
      })),
  };
}
