import { join } from "node:path";
import { readSmall } from "../../platform/files/read-small.ts";
import { gitFolderAt } from "./git-files.ts";
import { upwards } from "./project-folder.ts";

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

const branchInHead = (head: string | null): string | null => {
  const text = head?.trim() ?? "";
  if (/^[0-9a-f]{40,64}$/.test(text)) return text.slice(0, 7);
  const branch = /^ref: refs\/heads\/([^\p{Control} ~^:?*[\\]{1,255})$/u.exec(text);
  return branch?.[1] ?? null;
};
