import { stat } from "node:fs/promises";
import type { PatientReads } from "../../../platform/files/patient-reads.ts";
import type { TranscriptReader } from "../../backends/index.ts";
import { type FilePlace, type Lines, placeAtEnd, placeNearEnd, readLines } from "./file-tail.ts";

/** Where the lines of one transcript come from. */
export interface TranscriptSource {
  /**
   * What tells whether more was written, as far as can be told without reading it; null where nothing is there.
   * @throws where it can't be read
   */
  look(): Promise<string | null>;
  /** What follows a place. */
  read(from: FilePlace): Promise<Lines>;
  /** More than this, in its measure, is more than the moment in which its session is met. */
  readonly shortHistory: number;
  /** The place behind what is there now. */
  end(): Promise<FilePlace>;
  /** The beginning, or a place from which no more than `most` of its measure (bytes, changes) follow. */
  nearEnd(most: number): Promise<FilePlace>;
}

/** One transcript, whatever it is kept in, and how it is read. */
export interface TranscriptKind {
  source: TranscriptSource;
  /** Whether a line may tell anything. */
  tells(line: string): boolean;
  /** A reader that goes on from `state`. */
  open(state: unknown): TranscriptReader;
}

/** A file of lines. */
export const fileSource = (path: string, reads: PatientReads): TranscriptSource => ({
  shortHistory: 1024 * 1024,
  look: async () => {
    const found = await reads.of(path, () => stat(path).catch(() => null));
    if (found === null) return null;
    // A pipe would never answer.
    if (!found.isFile()) throw new Error(`${path} is no file`);
    return `${found.size} ${found.mtimeMs}`;
  },
  read: (from) => reads.of(path, () => readLines(path, from)),
  end: () => reads.of(path, () => placeAtEnd(path)),
  nearEnd: (most) => reads.of(path, () => placeNearEnd(path, most)),
});
