import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { upwards } from "./project-folder.ts";

/** More than any HEAD or `gitdir:` file holds. */
const mostBytes = 4_096;

/**
 * The branch checked out where `folder` lies, or the short commit where none is; null outside of a repository.
 * Reads the files that git keeps, linked worktrees and submodules included, and starts no process.
 */
export const gitBranch = async (folder: string): Promise<string | null> => {
  for (const place of upwards(folder)) {
    const gitFolder = await gitFolderAt(place);
    if (gitFolder !== null) return branchInHead(await readSmall(join(gitFolder, "HEAD")));
  }
  return null;
};

const gitFolderAt = async (place: string): Promise<string | null> => {
  const path = join(place, ".git");
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  if (found.isDirectory()) return path;
  const link = /^gitdir: (.+)\s*$/.exec((await readSmall(path)) ?? "");
  return link?.[1] === undefined ? null : resolve(place, link[1].trimEnd());
};

const branchInHead = (head: string | null): string | null => {
  const text = head?.trim() ?? "";
  if (/^[0-9a-f]{40,64}$/.test(text)) return text.slice(0, 7);
  const branch = /^ref: refs\/heads\/([^\p{Control} ~^:?*[\\]{1,255})$/u.exec(text);
  return branch?.[1] ?? null;
};

/** A small regular file's text. The repository may be hostile: a pipe must not hold us, nor a huge file fill us. */
const readSmall = async (path: string): Promise<string | null> => {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return null;
  try {
    if (!(await file.stat()).isFile()) return null;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
};
