import { mkdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { type GitOptions, git } from "../../../platform/git/git.ts";
import { changeWorktree } from "../launch-moves.repository.ts";
import type { LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import { copyIncluded } from "./copy-included.ts";
import { runSetup } from "./run-setup.ts";

/** Makes the worktree of a launch, with the files it needs, and answers the launch as it works there. */
export async function makeWorktree(
  row: LaunchRow,
  { db, rules, stopping: signal }: LaunchesOptions,
): Promise<LaunchRow> {
  const { worktree_branch: branch, worktree_path: path, worktree_repository: repository } = row;
  if (branch === null || path === null || repository === null) return row;
  const options = { ...rules, signal };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // One that was begun before the server went: no agent has worked in it yet.
  await git(repository, ["worktree", "remove", "--force", path], options);
  const start = await startOf(branch, repository, options);
  // Written down before, so that a branch that was made goes, too, where all else fails.
  const ownBranch = row.worktree_own_branch ?? start !== "local";
  await db.transaction((tx) => changeWorktree(tx, row.id, { state: "wanted", ownBranch }));
  await add({ branch, path, repository, start }, options);
  const cwd = join(path, relative(repository, row.cwd));
  const copied = await copyIncluded({ from: repository, to: path }, options);
  const setup = await runSetup({ repository, path }, options);
  // Only half of it was done: the next server does it all.
  signal.throwIfAborted();
  const said = [copied, setup?.output].filter((part) => part !== null && part !== undefined).join("\n");
  await db.transaction((tx) =>
    changeWorktree(tx, row.id, { state: "made", cwd, ...(said === "" ? {} : { setup: said }) }),
  );
  if (setup !== null && !setup.ok) throw new Error("Its setup script failed: see what it printed");
  return { ...row, cwd };
}

/** What a branch is made from, where it is not there. */
type Start = "local" | "remote" | "here";

async function startOf(branch: string, repository: string, options: GitOptions): Promise<Start> {
  const has = async (ref: string) =>
    (await git(repository, ["show-ref", "--verify", "--quiet", ref], options)).ok;
  if (await has(`refs/heads/${branch}`)) return "local";
  return (await has(`refs/remotes/origin/${branch}`)) ? "remote" : "here";
}

interface Wanted {
  branch: string;
  path: string;
  repository: string;
  start: Start;
}

/** @throws Error in git's words */
async function add({ branch, path, repository, start }: Wanted, options: GitOptions): Promise<void> {
  const how = {
    local: [path, branch],
    remote: ["-b", branch, "--track", path, `origin/${branch}`],
    here: ["-b", branch, "--no-track", path, "HEAD"],
  };
  const { ok, said } = await git(repository, ["worktree", "add", ...how[start]], options);
  if (!ok) throw new Error(`git made no worktree: ${said.split("\n").at(-1) ?? ""}`);
}
