import { existsSync, renameSync, statSync } from "node:fs";
import { type DestinationStream, destination } from "pino";

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
  return {
    write(line) {
      const bytes = Buffer.byteLength(line);
      if (size > 0 && size + bytes > largestBytes) {
        size = 0;
        try {
          putAside();
        } catch (error) {
          // Whoever logs must not fail for it: the lines go on where they are, and say why.
          file.write(
            `${JSON.stringify({ level: "warn", err: String(error), msg: "the log was not rotated" })}\n`,
          );
        }
      }
      size += bytes;
      file.write(line);
    },
  };
}
