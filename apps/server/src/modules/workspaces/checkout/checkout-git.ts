import { lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import { type GitAnswer, type GitOptions, git } from "../../../platform/git/git.ts";
import { mirrorFolder, workspaceFolder } from "../folders.ts";
import { putBackConfig } from "../mirror/own-config.ts";
import type { WorkspaceRow } from "../workspaces.repository.ts";

/** A checkout, and where git keeps what belongs to it. */
export interface CheckoutFolders {
  tree: string;
  gitFolder: string;
  /** What a worktree shares with its mirror; of a clone, the same. */
  shared: string;
}

type Named = Pick<WorkspaceRow, "folder_id" | "repository_id" | "kind">;

export function foldersOf(row: Named, home: string): CheckoutFolders {
  const tree = workspaceFolder(home, row.folder_id);
  if (row.kind === "clone") return { tree, gitFolder: join(tree, ".git"), shared: join(tree, ".git") };
  const shared = mirrorFolder(home, row.repository_id ?? "");
  return { tree, gitFolder: join(shared, "worktrees", row.folder_id), shared };
}

/**
 * Makes a checkout ready for git of ours, whatever was done in it: its folders are folders, its configuration is ours,
 * and nobody holds its index. Null where it is not there any more.
 */
export async function openCheckout(row: Named, home: string): Promise<CheckoutFolders | null> {
  const folders = foldersOf(row, home);
  for (const folder of [folders.tree, folders.gitFolder, folders.shared])
    if (!(await isFolder(folder))) return null;
  await putBackConfig(folders.shared);
  for (const lock of ["index.lock", "HEAD.lock"]) await rm(join(folders.gitFolder, lock), { force: true });
  return folders;
}

/** A link to one is none. */
const isFolder = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Without anybody's settings, and by the folders that we know: a checkout says of itself what it likes. */
export const checkoutGit = (
  { tree, gitFolder, shared }: CheckoutFolders,
  args: readonly string[],
  options: GitOptions,
): Promise<GitAnswer> =>
  git(tree, args, {
    ...options,
    settings: "none",
    env: { ...options.env, GIT_DIR: gitFolder, GIT_COMMON_DIR: shared, GIT_WORK_TREE: tree },
  });
