import { constants, copyFile, lstat, mkdir, realpath, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { type GitOptions, git } from "../../../platform/git/git.ts";

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

/**
 * Copies them, and answers what is worth to be told; null where there is nothing. A branch may have links in their place,
 * or files of its own: nothing is written through those, or over these.
 */
export async function copyIncluded(
  { from, to }: { from: string; to: string },
  options: GitOptions,
): Promise<string | null> {
  const [root, worktree] = await Promise.all([realpath(from), realpath(to)]);
  let bytes = 0;
  let copied = 0;
  let leftOut = 0;
  for (const name of await includedFiles(from, options)) {
    const source = join(root, name);
    const found = await lstat(source);
    // A link may lead anywhere: what is copied lies in the repository itself.
    if (!found.isFile() || !(await realpath(source)).startsWith(root + sep)) continue;
    bytes += found.size;
    if (bytes > mostBytes) return `${copied} files were copied; ${includeFile} names more than 500 MB`;
    if (await copyNew(source, { worktree, name })) copied += 1;
    else leftOut += 1;
  }
  return told(copied, leftOut);
}

function told(copied: number, leftOut: number): string | null {
  const files = (count: number) => `${count} ignored ${count === 1 ? "file was" : "files were"}`;
  const parts = [
    ...(copied === 0 ? [] : [`${files(copied)} copied`]),
    ...(leftOut === 0 ? [] : [`${files(leftOut)} left out: the branch has something in their place`]),
  ];
  return parts.length === 0 ? null : parts.join("\n");
}

/** False where something is there already, or the folder is not in the worktree. */
async function copyNew(
  source: string,
  { worktree, name }: { worktree: string; name: string },
): Promise<boolean> {
  const target = join(worktree, name);
  if (!(await liesIn(worktree, dirname(target)))) return false;
  await mkdir(dirname(target), { recursive: true });
  try {
    await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Whether what is there of a path, its links followed, lies in a folder. */
export async function liesIn(folder: string, path: string): Promise<boolean> {
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(path)]);
    return (await stat(real)).isDirectory() && (real === root || real.startsWith(root + sep));
  } catch (error) {
    if (codeOf(error) !== "ENOENT") return false;
  }
  // A link that leads nowhere yet is there all the same.
  const isLink = await lstat(path).then(
    () => true,
    () => false,
  );
  return !isLink && path !== dirname(path) && liesIn(folder, dirname(path));
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
