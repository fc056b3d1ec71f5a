import { stat } from "node:fs/promises";

/**
 * What the file system knows a folder by, whatever it is called and wherever in it the folder lies: its number, and
 * when it was made, since numbers are given again. A copy has another one, and so has a second clone, which no commit
 * nor remote would tell from the first. Null where nothing is there, or the file system does not tell.
 */
export async function folderKey(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  if (found === null || !found.isDirectory() || found.birthtimeNs <= 0n) return null;
  return `${found.dev}:${found.ino}:${found.birthtimeNs}`;
}
