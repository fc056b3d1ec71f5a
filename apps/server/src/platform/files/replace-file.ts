import { chmod, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { newId } from "../../kernel/ids.ts";

interface Replacing {
  mode: number;
  /** Asked when all is ready; where it throws, the old file stays. */
  lastCheck?: () => Promise<void>;
}

/** Writes beside, flushes, renames, flushes the folder: a reader sees the old file or the new one, a crash too. */
export async function replaceFile(
  path: string,
  content: Buffer | string,
  { mode, lastCheck }: Replacing,
): Promise<void> {
  const draft = `${path}.${newId()}.tmp`;
  try {
    await using file = await open(draft, "wx", mode);
    await file.writeFile(content);
    await file.sync();
    // The umask may have narrowed what `open` was asked for.
    await chmod(draft, mode);
    await lastCheck?.();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await using folder = await open(dirname(path), "r");
  await folder.sync();
}
