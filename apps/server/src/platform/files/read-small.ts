import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** More than files of one line or a few fields hold. */
const usualBytes = 4_096;

/** A regular file, opened so that a pipe does not hold us; null for anything else. Whoever opens it closes it. */
export async function openRegular(path: string): Promise<FileHandle | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return null;
  if ((await file.stat()).isFile()) return file;
  await file.close();
  return null;
}

/** The beginning of a file's text; null where there is no regular file that may be read. It may be another's, and huge. */
export async function readSmall(path: string, most = usualBytes): Promise<string | null> {
  const file = await openRegular(path);
  if (file === null) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}
