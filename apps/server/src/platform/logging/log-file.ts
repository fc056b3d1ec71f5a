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
import type { DestinationStream } from "pino";
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
 * @throws where the file can't be opened at first
 */
export function logFile({
  path,
  largestBytes = 10 * 1024 * 1024,
  kept = 4,
}: LogFileOptions): DestinationStream {
  const open = () => openSync(path, "a", 0o600);
  mkdirSync(dirname(path), { recursive: true });
  let file = open();
  let size = fstatSync(file).size;
  let lost = 0;
  let cause: unknown;

  const attempt = (step: () => void): boolean => {
    try {
      step();
      return true;
    } catch (error) {
      cause = error;
      return false;
    }
  };
  const reopen = () => {
    const next = open();
    closeSync(file);
    file = next;
    size = fstatSync(file).size;
  };
  const putAside = () => {
    for (let age = kept; age > 0; age--) {
      const younger = age === 1 ? path : `${path}.${age - 1}`;
      if (existsSync(younger)) renameSync(younger, `${path}.${age}`);
    }
    reopen();
  };
  const append = (line: string): boolean => {
    const written = attempt(() => writeFileSync(file, line));
    if (written) size += Buffer.byteLength(line);
    // No half a line stays before the next; a device has nothing to cut.
    else attempt(() => ftruncateSync(file, size));
    return written;
  };
  // What the log says of itself is redacted and dated like every line.
  const say = (fields: object, words: string): boolean => {
    let said = false;
    const destination = {
      write: (line: string) => {
        said = append(line);
      },
    };
    createLogger({ level: "warn", destination }).warn(fields, words);
    return said;
  };
  const isBack = (): boolean =>
    attempt(reopen) && say({ err: cause, lines: lost }, "lines of the log were lost");

  return {
    write(line) {
      if (lost > 0 && isBack()) lost = 0;
      if (size > 0 && size + Buffer.byteLength(line) > largestBytes && !attempt(putAside)) {
        size = 0;
        say({ err: cause }, "the log was not rotated");
      }
      if (lost > 0 || !append(line)) lost += 1;
    },
  };
}
