import type { Trust } from "@signalbox/contract/executions";
import type { GitOptions } from "../../../platform/git/git.ts";
import type { WorkspaceRules } from "../ports.ts";
import type { WorkspaceRow } from "../workspaces.repository.ts";
import { checkoutGit, foldersOf } from "./checkout-git.ts";

/** Says what a checkout does without. */
export async function tellLeftOut(
  row: WorkspaceRow,
  { trust, note }: { trust: Trust; note(text: string): Promise<void> },
  options: GitOptions & Pick<WorkspaceRules, "home">,
): Promise<void> {
  const folders = foldersOf(row, options.home);
  const isThere = async (...paths: string[]) => {
    const args = ["ls-files", "-z", "--", ...paths];
    const { ok, out } = await checkoutGit(folders, args, { ...options, keep: 1 });
    return ok && out !== "";
  };
  if (trust === "user_only")
    await note("It is on no branch of the repository: its settings, hooks, servers and setup are not heeded");
  if (await isThere(":(top,literal).gitmodules")) await note("Its submodules are not fetched");
  if (await isThere(":(top,attr:filter=lfs)")) await note("Files in Git LFS are left as pointers");
}
