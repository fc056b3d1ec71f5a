import { existsSync, renameSync, statSync } from "node:fs";
import { type DestinationStream, destination } from "pino";
import { createLogger } from "./logger.ts";

export interface LogFileOptions {
  path: string;
  /** How large the file grows before it is put aside. */
  largestBytes?: number;
  /** How many older ones are kept. */
  kept?: number;
}

/** A file of log lines, for its owner alone. When it is full it becomes `….1`, what that was becomes `….2`, and so on. */
export function logFile({
  path,
  largestBytes = 10 * 1024 * 1024,
  kept = 4,
}: LogFileOptions): DestinationStream {
  const file = destination({ dest: path, mkdir: true, mode: 0o600, sync: true });
  let size = statSync(path).size;
  const putAside = () => {
    for (let age = kept; age > 0; age--) {
      const younger = age === 1 ? path : `${path}.${age - 1}`;
      if (existsSync(younger)) renameSync(younger, `${path}.${age}`);
    }
    file.reopen();
  };
  const append = (line: string) => {
    size += Buffer.byteLength(line);
    file.write(line);
  };
  // Whoever logs must not fail for it: the lines go on where they are, and say why.
  const own = createLogger({ level: "warn", destination: { write: append } });
  return {
    write(line) {
      if (size > 0 && size + Buffer.byteLength(line) > largestBytes) {
        size = 0;
        try {
          putAside();
        } catch (error) {
          own.warn({ err: error }, "the log was not rotated");
        }
      }
      append(line);
    },
  };
}
