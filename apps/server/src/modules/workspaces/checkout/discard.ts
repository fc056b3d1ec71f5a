import { rm } from "node:fs/promises";
import { join } from "node:path";
import { git } from "../../../platform/git/git.ts";
import { mirrorFolder } from "../folders.ts";
import { keptConfig } from "../mirror/own-config.ts";
import type { WorkspaceRules } from "../ports.ts";
import type { WorkspaceRow } from "../workspaces.repository.ts";
import { foldersOf } from "./checkout-git.ts";

type Gone = Pick<WorkspaceRow, "folder_id" | "repository_id" | "kind" | "branch">;

/** Removes a checkout with all that is in it, and its branch; also one that was made only half. */
export async function discard(row: Gone, rules: WorkspaceRules): Promise<void> {
  const { tree, gitFolder } = foldersOf(row, rules.home);
  const away = { recursive: true, force: true } as const;
  await rm(tree, away);
  if (row.kind === "clone") await rm(keptConfig(gitFolder), away);
  if (row.kind === "clone" || row.repository_id === null) return;
  const mirror = mirrorFolder(rules.home, row.repository_id);
  await rm(join(mirror, "worktrees", row.folder_id), away);
  await rm(join(mirror, "refs", "heads", `${row.branch}.lock`), away);
  const options = { ...rules, settings: "none", env: { GIT_DIR: mirror } } as const;
  await git(rules.home, ["worktree", "prune"], options);
  await git(rules.home, ["update-ref", "-d", `refs/heads/${row.branch}`], options);
}
