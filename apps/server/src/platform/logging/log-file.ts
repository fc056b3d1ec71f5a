import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { DestinationStream, Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { createLogger } from "./logger.ts";

/** Where the log of a node is; what was put aside lies beside it. */
export const logFileIn = (home: string): string => join(home, "logs", "server.log");

export interface LogFileOptions {
  path: string;
  clock: Clock;
  /** How large the file grows before it is put aside. */
  largestBytes?: number;
  /** How many older ones are kept. */
  kept?: number;
  /** How old its first line grows before it is put aside. */
  longestMs?: number;
}

const weekMs = 7 * 24 * 60 * 60 * 1_000;

/**
 * A file of log lines, for its owner alone. When it is full, or old, it becomes `….1`, what that was becomes `….2`,
 * and so on. Whoever logs does not fail for it: a full disk costs lines, and the first one that it takes again says
 * how many. Processes that write one file do so line by line, and each goes on in the new one when one puts it aside.
 */
export class LogFile implements DestinationStream {
  readonly #options: Required<LogFileOptions>;
  /** What the log says of itself, redacted and dated like every line. */
  readonly #own: Logger;
  #file: number;
  #length = 0;
  /** Beyond this length the file is to be put aside; later than it was, where that failed. */
  #limit = 0;
  /** From this moment on too. */
  #due = 0;
  #lost: { lines: number; cause: unknown } | undefined;

  /** @throws where the file can't be opened */
  constructor(options: LogFileOptions) {
    this.#options = { largestBytes: 10 * 1024 * 1024, kept: 4, longestMs: weekMs, ...options };
    const { path } = this.#options;
    this.#own = createLogger({ level: "warn", destination: { write: (line) => this.#append(line) } });
    mkdirSync(dirname(path), { recursive: true });
    this.#file = openSync(path, "a+", 0o600);
    this.#begin();
  }

  write(line: string): void {
    try {
      if (this.#lost !== undefined) this.#tellOfLoss(this.#lost);
      if (!this.#isOurs()) this.#reopen();
      if (this.#length > 0 && this.#isOver(line)) this.#tryToPutAside();
      this.#append(line);
    } catch (cause) {
      this.#lost = { lines: (this.#lost?.lines ?? 0) + 1, cause };
    }
  }

  /** Whether the file at the path is the open one still, and how long it is. */
  #isOurs(): boolean {
    const open = fstatSync(this.#file);
    const there = statSync(this.#options.path, { throwIfNoEntry: false });
    this.#length = open.size;
    return there?.ino === open.ino && there.dev === open.dev;
  }

  #isOver(line: string): boolean {
    return (
      this.#length + Buffer.byteLength(line) > this.#limit || this.#options.clock.now().getTime() >= this.#due
    );
  }

  /** Begins anew at the path: the file there may be another one by now. */
  #reopen(): void {
    const next = openSync(this.#options.path, "a+", 0o600);
    closeSync(this.#file);
    this.#file = next;
    this.#begin();
  }

  #begin(): void {
    this.#length = fstatSync(this.#file).size;
    this.#limit = this.#options.largestBytes;
    const first = firstTime(this.#file) ?? this.#options.clock.now().getTime();
    this.#due = first + this.#options.longestMs;
  }

  #tellOfLoss({ lines, cause }: { lines: number; cause: unknown }): void {
    this.#reopen();
    this.#own.warn({ err: cause, lines }, "lines of the log were lost");
    this.#lost = undefined;
  }

  #tryToPutAside(): void {
    try {
      const { path, kept } = this.#options;
      for (let age = kept; age > 0; age--) {
        const younger = age === 1 ? path : `${path}.${age - 1}`;
        if (existsSync(younger)) renameSync(younger, `${path}.${age}`);
      }
      // Of a time when more were kept.
      for (let age = kept + 1; existsSync(`${path}.${age}`); age++) rmSync(`${path}.${age}`);
      this.#reopen();
    } catch (error) {
      this.#limit = this.#length + this.#options.largestBytes;
      this.#due = this.#options.clock.now().getTime() + this.#options.longestMs;
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

/** When the first line of a file was written; undefined where it doesn't say. */
function firstTime(file: number): number | undefined {
  try {
    const head = Buffer.alloc(100);
    const [, time] =
      /^\{"level":"\w+","time":"([^"]+)"/.exec(
        head.toString("utf8", 0, readSync(file, head, 0, head.length, 0)),
      ) ?? [];
    const moment = Date.parse(time ?? "");
    return Number.isNaN(moment) ? undefined : moment;
  } catch {
    // A device or a pipe can't be read from its beginning.
    return undefined;
  }
}
