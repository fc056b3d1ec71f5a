import { constants, copyFile, lstat, mkdir, realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { type GitOptions, git } from "./git.ts";

/** Names the files that git ignores and a worktree needs all the same, as `.gitignore` would. */
export const includeFile = ".worktreeinclude";

const mostFiles = 5_000;
const mostBytes = 500 * 1024 * 1024;

/** The files of a repository that its worktrees get a copy of, from its root on. */
export async function includedFiles(repository: string, options: GitOptions): Promise<string[]> {
  const list = async (...which: string[]) => {
    const { ok, out } = await git(repository, ["ls-files", "-z", "--others", "--ignored", ...which], options);
    return ok ? out.split("\0").filter((name) => name !== "") : [];
  };
  const isThere = await lstat(join(repository, includeFile)).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isThere) return [];
  const wanted = await list(`--exclude-from=${includeFile}`);
  const ignored = new Set(await list("--exclude-standard"));
  return wanted.filter((name) => ignored.has(name)).slice(0, mostFiles);
}

/** Copies them, and answers what is worth to be told; null where there is nothing. */
export async function copyIncluded(
  { from, to }: { from: string; to: string },
  options: GitOptions,
): Promise<string | null> {
  const root = await realpath(from);
  let bytes = 0;
  let copied = 0;
  for (const name of await includedFiles(from, options)) {
    const source = join(from, name);
    const found = await lstat(source);
    // A link may lead anywhere: what is copied lies in the repository itself.
    if (!found.isFile() || !(await realpath(source)).startsWith(root + sep)) continue;
    bytes += found.size;
    if (bytes > mostBytes) return `${copied} files were copied; ${includeFile} names more than 500 MB`;
    await mkdir(dirname(join(to, name)), { recursive: true });
    await copyFile(source, join(to, name), constants.COPYFILE_FICLONE);
    copied += 1;
  }
  return copied === 0 ? null : `${copied} ignored ${copied === 1 ? "file was" : "files were"} copied`;
}
