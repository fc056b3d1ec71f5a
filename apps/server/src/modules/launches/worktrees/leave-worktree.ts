import { lstat } from "node:fs/promises";
import { type GitOptions, git } from "../../../platform/git/git.ts";
import { changeWorktree, isLeftWorktree } from "../launch-moves.repository.ts";
import type { LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import { changedCopy } from "./changed-copy.ts";

/** Removes the worktree of a launch that is over, where nothing would be lost with it; else says what. */
export async function leaveWorktree(row: LaunchRow, { db, rules }: LaunchesOptions): Promise<void> {
  const { worktree_path: path, worktree_repository: repository, worktree_branch: branch } = row;
  if (path === null || repository === null || branch === null) return;
  const left = { path, repository, branch, own: row.worktree_own_branch === true };
  const isThereStill = await isThere(path);
  const tip = await ownTip(left, rules);
  const found = isThereStill ? await whatWouldBeLost(left, tip, rules) : null;
  // To look took its time: somebody may go on in it by now, and leaves it later.
  if (!(await isLeftWorktree(db.read, row))) return;
  const lost = found ?? (isThereStill ? await leave(left, tip, rules) : await forget(left, tip, rules));
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

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

async function leave(left: Left, tip: string | null, options: GitOptions): Promise<string | null> {
  const { path, repository } = left;
  const { ok, said } = await git(repository, ["worktree", "remove", path], options);
  if (!ok) return `git did not remove it: ${said}`;
  if (tip !== null) await removeBranch(left, tip, options);
  return null;
}

/** Of one that never was, or that somebody removed: git forgets it, and its branch goes unless it has work. */
async function forget(left: Left, tip: string | null, options: GitOptions): Promise<null> {
  await git(left.repository, ["worktree", "prune"], options);
  if (tip === null) return null;
  const count = await countOnlyHere({ cwd: left.repository, ends: [tip], not: left.branch }, options);
  if (count === 0) await removeBranch(left, tip, options);
  return null;
}

/** Where the branch that was made for it stands; null where there is none. */
async function ownTip({ repository, branch, own }: Left, options: GitOptions): Promise<string | null> {
  if (!own) return null;
  const args = ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`];
  const { ok, out } = await git(repository, args, options);
  return ok ? out.trim() : null;
}

async function whatWouldBeLost(left: Left, tip: string | null, options: GitOptions): Promise<string | null> {
  const { path } = left;
  const status = await git(path, ["status", "--porcelain=v1", "-z", "--untracked-files=normal"], options);
  if (!status.ok) return `git could not tell what is in it: ${status.said}`;
  const changes = status.out.split("\0").filter((entry) => entry !== "").length;
  if (changes > 0) return `${changes === 1 ? "1 change is" : `${changes} changes are`} not committed`;
  // A branch that was there before stays, with all of its commits; of its own, it may have left one with work.
  const ends = tip === null ? ["HEAD"] : ["HEAD", tip];
  const count = await countOnlyHere({ cwd: path, ends, not: tip === null ? null : left.branch }, options);
  if (typeof count === "string") return `git could not tell which commits are only here: ${count}`;
  if (count > 0)
    return `${count === 1 ? "1 commit is" : `${count} commits are`} on no other branch, and not pushed`;
  const copy = await changedCopy(left, options);
  return copy === null ? null : `its copy of ${copy} was changed`;
}

interface Ends {
  cwd: string;
  ends: readonly string[];
  /** A branch that does not count as another one. */
  not: string | null;
}

/** How many commits lead to these ends and to no other branch, tag or remote one; git's words where it can't tell. */
async function countOnlyHere({ cwd, ends, not }: Ends, options: GitOptions): Promise<number | string> {
  const but = not === null ? [] : [`--exclude=${not}`];
  const args = ["rev-list", "--count", ...ends, "--not", ...but, "--branches", "--remotes", "--tags"];
  const { ok, out, said } = await git(cwd, args, options);
  return ok ? Number(out.trim()) : said;
}

/** Only where it stands still as it was looked at, and nobody has it checked out. */
async function removeBranch(
  { repository, branch }: Pick<Left, "repository" | "branch">,
  tip: string,
  options: GitOptions,
): Promise<void> {
  const ref = `refs/heads/${branch}`;
  const elsewhere = await git(repository, ["for-each-ref", "--format=%(worktreepath)", ref], options);
  if (!elsewhere.ok || elsewhere.out.trim() !== "") return;
  const { ok } = await git(repository, ["update-ref", "-d", ref, tip], options);
  if (ok) await git(repository, ["config", "--local", "--remove-section", `branch.${branch}`], options);
}
