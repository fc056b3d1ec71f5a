import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import type { DestinationStream, Logger } from "pino";
import { createLogger } from "./logger.ts";

export interface LogFileOptions {
  path: string;
  /** How large the file grows before it is put aside. */
  largestBytes?: number;
  /** How many older ones are kept. */
  kept?: number;
}

/**
 * A file of log lines, for its owner alone. When it is full it becomes `….1`, what that was becomes `….2`, and so on.
 * Whoever logs does not fail for it: a full disk costs lines, and the first one that it takes again says how many.
 */
export class LogFile implements DestinationStream {
  readonly #path: string;
  readonly #largestBytes: number;
  readonly #kept: number;
  /** What the log says of itself, redacted and dated like every line. */
  readonly #own: Logger;
  #file: number;
  #length: number;
  /** Beyond this length the file is to be put aside; later than it was, where that failed. */
  #limit: number;
  #lost: { lines: number; cause: unknown } | undefined;

  /** @throws where the file can't be opened */
  constructor({ path, largestBytes = 10 * 1024 * 1024, kept = 4 }: LogFileOptions) {
    this.#path = path;
    this.#largestBytes = largestBytes;
    this.#kept = kept;
    this.#own = createLogger({ level: "warn", destination: { write: (line) => this.#append(line) } });
    mkdirSync(dirname(path), { recursive: true });
    this.#file = openSync(path, "a", 0o600);
    this.#length = fstatSync(this.#file).size;
    this.#limit = largestBytes;
  }

  write(line: string): void {
    try {
      if (this.#lost !== undefined) this.#tellOfLoss(this.#lost);
      if (fstatSync(this.#file).nlink === 0) this.#reopen();
      if (this.#length > 0 && this.#length + Buffer.byteLength(line) > this.#limit) this.#tryToPutAside();
      this.#append(line);
    } catch (cause) {
      this.#lost = { lines: (this.#lost?.lines ?? 0) + 1, cause };
    }
  }

  /** Begins anew at the path: the file there may be another one by now. */
  #reopen(): void {
    const next = openSync(this.#path, "a", 0o600);
    closeSync(this.#file);
    this.#file = next;
    this.#length = fstatSync(next).size;
    this.#limit = this.#largestBytes;
  }

  #tellOfLoss({ lines, cause }: { lines: number; cause: unknown }): void {
    this.#reopen();
    this.#own.warn({ err: cause, lines }, "lines of the log were lost");
    this.#lost = undefined;
  }

  #tryToPutAside(): void {
    try {
      for (let age = this.#kept; age > 0; age--) {
        const younger = age === 1 ? this.#path : `${this.#path}.${age - 1}`;
        if (existsSync(younger)) renameSync(younger, `${this.#path}.${age}`);
      }
      this.#reopen();
    } catch (error) {
      this.#limit = this.#length + this.#largestBytes;
      this.#own.warn({ err: error }, "the log was not rotated");
    }
  }

  /** @throws where the disk doesn't take all of the line; then none of it stays */
  #append(line: string): void {
    try {
      writeFileSync(this.#file, line);
      this.#length += Buffer.byteLength(line);
    } catch (error) {
      this.#cutBack();
      throw error;
    }
  }

  #cutBack(): void {
    try {
      ftruncateSync(this.#file, this.#length);
    } catch {
      // A device or a pipe has nothing to cut; why the line was lost is told by whoever wrote it.
    }
  }
}
