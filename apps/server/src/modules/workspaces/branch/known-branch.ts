import { AppError } from "../../../kernel/errors.ts";
import { type GitOptions, git } from "../../../platform/git/git.ts";
import { trackingOf } from "../checkout/refs.ts";
import { mirrorFolder } from "../folders.ts";
import { sourceOf } from "../mirror/source.ts";
import type { WorkspacesOptions } from "../options.ts";
import { findRepository } from "../workspaces.repository.ts";

/**
 * What the default branch of a project's repository was when it was last asked for; null where this machine doesn't
 * know. The remote is not asked: a prompt that is only looked at shall not wait for it.
 */
export async function knownBranch(
  projectId: string,
  { db, places, rules }: Pick<WorkspacesOptions, "db" | "places" | "rules">,
): Promise<string | null> {
  const project = await places.project(projectId);
  const source = await sourceOf(project, rules).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
  if (source === null) return null;
  const repository = await findRepository(db.read, { hostId: places.hostId(), source: source.url });
  const ours = { ...rules, settings: "none" } as const;
  const told =
    repository === undefined
      ? null
      : await headIn(mirrorFolder(rules.home, repository.id), {
          ...ours,
          env: { GIT_DIR: mirrorFolder(rules.home, repository.id) },
        });
  return told ?? (source.folder === null ? null : headIn(source.folder, ours));
}

async function headIn(folder: string, options: GitOptions): Promise<string | null> {
  const { ok, out } = await git(folder, ["symbolic-ref", "--quiet", trackingOf("HEAD")], options).catch(
    () => ({ ok: false, out: "" }),
  );
  const before = trackingOf("");
  const branch = ok && out.startsWith(before) ? out.slice(before.length).trim() : "";
  return branch === "" ? null : branch;
}
