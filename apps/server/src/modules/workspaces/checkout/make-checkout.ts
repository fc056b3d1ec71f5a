import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { type GitOptions, git } from "../../../platform/git/git.ts";
import type { Mirror } from "../mirror/mirrors.ts";
import { keepConfig, putBackConfig } from "../mirror/own-config.ts";
import type { WorkspaceRules } from "../ports.ts";
import { workspaceErrors } from "../workspaces.errors.ts";
import type { WorkspaceRow } from "../workspaces.repository.ts";
import { type CheckoutFolders, checkoutGit, foldersOf } from "./checkout-git.ts";

type Options = GitOptions & Pick<WorkspaceRules, "home">;
type Wanted = { commit: string; mirror: Mirror };

const timeoutMs = 30 * 60_000;

/**
 * Checks a commit out, on a branch of its own from the beginning: CLIs commit by themselves, and what they commit on no
 * branch would be found by nobody. Answers the folder.
 * @throws AppError `workspaces.not_made`
 */
export async function makeCheckout(row: WorkspaceRow, wanted: Wanted, options: Options): Promise<string> {
  const folders = foldersOf(row, options.home);
  await mkdir(dirname(folders.tree), { recursive: true, mode: 0o700 });
  await (row.kind === "clone" ? makeClone : makeWorktree)(row, { ...wanted, folders }, options);
  return folders.tree;
}

type Making = Wanted & { folders: CheckoutFolders };

async function makeWorktree(
  { branch }: WorkspaceRow,
  { commit, mirror, folders }: Making,
  options: Options,
): Promise<void> {
  const { ok, said } = await git(
    mirror.folder,
    ["worktree", "add", "--quiet", "--no-track", "-b", branch, folders.tree, commit],
    { ...options, timeoutMs, settings: "none", env: { GIT_DIR: mirror.folder } },
  );
  options.signal?.throwIfAborted();
  if (!ok) throw workspaceErrors.notMade(said);
}

/** With a copy of the history, and the remote itself as its origin. */
async function makeClone(
  row: WorkspaceRow,
  { commit, mirror, folders }: Making,
  options: Options,
): Promise<void> {
  const run = async (args: readonly string[]) => {
    const { ok, said } = await checkoutGit(folders, args, { ...options, timeoutMs });
    options.signal?.throwIfAborted();
    if (!ok) throw workspaceErrors.notMade(said);
  };
  const init = ["init", "--quiet", "--template=", "--initial-branch=main", folders.tree];
  const made = await git(dirname(folders.tree), init, { ...options, settings: "none" });
  if (!made.ok) throw workspaceErrors.notMade(made.said);
  await keepConfig(folders.gitFolder, row.source);
  await putBackConfig(folders.gitFolder);
  const specs = ["+refs/remotes/origin/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*", commit];
  await run(["fetch", "--quiet", "--no-write-fetch-head", "--no-tags", mirror.folder, ...specs]);
  await run(["checkout", "--quiet", "--no-track", "-b", row.branch, commit]);
}
