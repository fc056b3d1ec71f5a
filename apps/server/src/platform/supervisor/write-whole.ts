import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";

/** A file that is there whole or not at all, and on the disk. */
export function writeWhole(path: string, content: object): void {
  const half = `${path}.half`;
  const file = openSync(half, "w", 0o600);
  try {
    writeFileSync(file, JSON.stringify(content));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(half, path);
}
