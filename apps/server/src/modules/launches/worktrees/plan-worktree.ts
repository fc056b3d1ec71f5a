import { realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { git } from "../../../platform/git/git.ts";
import { launchErrors } from "../launches.errors.ts";
import type { LaunchFolder } from "../opening/folders.ts";
import type { LaunchRules } from "../ports.ts";

interface Plan {
  branch: string;
  folder: LaunchFolder;
  short: string;
  rules: Pick<LaunchRules, "path" | "environment" | "home">;
}

/** Where a worktree will be, of which repository. @throws AppError `launches.no_repository`, `launches.branch_invalid` */
export async function planWorktree({ branch, folder, short, rules }: Plan) {
  const top = await git(folder.cwd, ["rev-parse", "--show-toplevel"], rules);
  const head = await git(folder.cwd, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], rules);
  if (!top.ok || !head.ok) throw launchErrors.noRepository(folder.cwd);
  const named = await git(folder.cwd, ["check-ref-format", "--branch", branch], rules);
  if (!named.ok || named.out.trim() !== branch) throw launchErrors.branchInvalid(branch);
  const repository = top.out.replace(/\n$/, "");
  // As starts in it will be told where they are: links followed.
  const worktrees = join(await realpath(rules.home), "worktrees");
  return { branch, repository, path: join(worktrees, `${basename(repository)}-${short}`) };
}
