import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { changeWorktree } from "../launch-moves.repository.ts";
import type { LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import { includedFiles } from "./copy-included.ts";
import { type GitOptions, git } from "./git.ts";

/** Removes the worktree of a launch that is over, where nothing would be lost with it; else says what. */
export async function leaveWorktree(row: LaunchRow, { db, rules }: LaunchesOptions): Promise<void> {
  const { worktree_path: path, worktree_repository: repository, worktree_branch: branch } = row;
  if (path === null || repository === null || branch === null) return;
  const own = row.worktree_own_branch === true;
  const lost =
    (await whatWouldBeLost({ path, repository, branch, own }, rules)) ??
    (await remove({ path, repository }, rules));
  if (lost === null && own) await git(repository, ["branch", "-D", "--", branch], rules);
  const change =
    lost === null ? ({ state: "removed", note: null } as const) : ({ state: "kept", note: lost } as const);
  await db.transaction((tx) => changeWorktree(tx, row.id, change));
}

interface Left {
  path: string;
  repository: string;
  branch: string;
  own: boolean;
}

async function whatWouldBeLost(
  { path, repository, branch, own }: Left,
  options: GitOptions,
): Promise<string | null> {
  const status = await git(path, ["status", "--porcelain=v1", "-z", "--untracked-files=normal"], options);
  if (!status.ok) return `git could not tell what is in it: ${status.said}`;
  const changes = status.out.split("\0").filter((entry) => entry !== "").length;
  if (changes > 0) return `${changes === 1 ? "1 change is" : `${changes} changes are`} not committed`;
  // A branch that was there before stays, with all of its commits.
  const others = own ? ["--not", `--exclude=${branch}`, "--branches", "--remotes", "--tags"] : [];
  const head = own ? ["HEAD", ...others] : ["HEAD", "--not", "--branches", "--remotes", "--tags"];
  const commits = await git(path, ["rev-list", "--count", ...head], options);
  if (!commits.ok) return `git could not tell which commits are only here: ${commits.said}`;
  const count = Number(commits.out.trim());
  if (count > 0)
    return `${count === 1 ? "1 commit is" : `${count} commits are`} on no other branch, and not pushed`;
  for (const name of await includedFiles(repository, options))
    if (!(await isSame(join(repository, name), join(path, name)))) return `its copy of ${name} was changed`;
  return null;
}

/** A copy that is gone has nothing to lose. */
async function isSame(original: string, copy: string): Promise<boolean> {
  const there = await readFile(copy).catch(() => null);
  return there === null || there.equals(await readFile(original).catch(() => Buffer.alloc(0)));
}

async function remove({ path, repository }: Pick<Left, "path" | "repository">, options: GitOptions) {
  const { ok, said } = await git(repository, ["worktree", "remove", path], options);
  return ok ? null : `git did not remove it: ${said}`;
}
