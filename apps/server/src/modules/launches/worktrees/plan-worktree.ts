import { basename, join } from "node:path";
import { launchErrors } from "../launches.errors.ts";
import type { LaunchFolder } from "../opening/folders.ts";
import type { LaunchRules } from "../ports.ts";
import { git } from "./git.ts";

interface Plan {
  branch: string;
  folder: LaunchFolder;
  /** Where worktrees lie. */
  worktrees: string;
  short: string;
  rules: Pick<LaunchRules, "path" | "environment">;
}

/** Where a worktree will be, of which repository. @throws AppError `launches.no_repository`, `launches.branch_invalid` */
export async function planWorktree({ branch, folder, worktrees, short, rules }: Plan) {
  const top = await git(folder.cwd, ["rev-parse", "--show-toplevel"], rules);
  const head = await git(folder.cwd, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], rules);
  if (!top.ok || !head.ok) throw launchErrors.noRepository(folder.cwd);
  const named = await git(folder.cwd, ["check-ref-format", "--branch", branch], rules);
  if (!named.ok || named.out.trim() !== branch) throw launchErrors.branchInvalid(branch);
  const repository = top.out.replace(/\n$/, "");
  return { branch, repository, path: join(worktrees, `${basename(repository)}-${short}`) };
}
