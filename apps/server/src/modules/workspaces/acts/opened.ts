import type { GitOptions } from "../../../platform/git/git.ts";
import { type CheckoutFolders, checkoutGit } from "../checkout/checkout-git.ts";
import { workspaceErrors } from "../workspaces.errors.ts";
import type { WorkspaceRow } from "../workspaces.repository.ts";

/** A checkout that is there, opened for acts of ours. */
export interface Opened {
  row: WorkspaceRow;
  /** The commit that was checked out. */
  start: string;
  folders: CheckoutFolders;
  options: GitOptions;
}

export const addAll = ["add", "--all", "--ignore-errors", "--", "."];

/** @throws AppError `workspaces.git_failed` */
export async function must(
  { folders, options }: Opened,
  what: string,
  args: readonly string[],
  more: Partial<GitOptions> = {},
): Promise<string> {
  const { ok, out, said } = await checkoutGit(folders, args, { ...options, ...more });
  if (!ok) throw workspaceErrors.gitFailed(what, said);
  return out;
}

export const does = async ({ folders, options }: Opened, args: readonly string[]): Promise<boolean> =>
  (await checkoutGit(folders, args, options)).ok;

/** Where HEAD or a branch is; null where there is none. */
export async function tipOf({ folders, options }: Opened, ref: string): Promise<string | null> {
  const args = ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`];
  const { ok, out } = await checkoutGit(folders, args, options);
  return ok ? out.trim() : null;
}

/**
 * What was made: what is checked out, whatever branch that is by now; its own branch where that leads on from there.
 */
export async function workOf(opened: Opened): Promise<string> {
  const head = (await tipOf(opened, "HEAD")) ?? opened.start;
  const own = await tipOf(opened, `refs/heads/${opened.row.branch}`);
  if (own === null || own === head) return head;
  return (await does(opened, ["merge-base", "--is-ancestor", head, own])) ? own : head;
}
