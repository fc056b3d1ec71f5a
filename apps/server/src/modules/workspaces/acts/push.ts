import { Checkout } from "@signalbox/contract/executions";
import { git } from "../../../platform/git/git.ts";
import { trackingOf } from "../checkout/refs.ts";
import { mirrorFolder } from "../folders.ts";
import type { Mirrors, Remote } from "../mirror/mirrors.ts";
import { sourceOf } from "../mirror/source.ts";
import type { WorkspacesOptions } from "../options.ts";
import { workspaceErrors } from "../workspaces.errors.ts";
import type { WorkspaceRow } from "../workspaces.repository.ts";
import { must, type Opened, workOf } from "./opened.ts";

export interface Pushed {
  /** Who pushes is taken out. */
  repository: string;
  branch: string;
  commit: string;
}

interface PushWish {
  branch: string;
  signal: AbortSignal;
}

/**
 * Puts what was committed on a branch of the remote; null where nothing was. It is pushed out of the mirror, in which
 * nobody works, so that who we are to the remote is told to no git whose folder others write in.
 * @throws AppError `workspaces.push_rejected`, `workspaces.push_failed`
 */
export async function push(
  opened: Opened,
  { branch, signal }: PushWish,
  options: WorkspacesOptions & { mirrors: Mirrors },
): Promise<Pushed | null> {
  const { row, start } = opened;
  if (!Checkout.safeParse({ base: branch }).success)
    throw workspaceErrors.pushRejected(branch, "no branch can be called so");
  const commit = await workOf(opened);
  if (commit === start) return null;
  const remote = await remoteOf(row, options);
  // Whoever fetches into the mirror ends what is under way there.
  await options.mirrors.locked(remote.id, signal, async () => {
    if (row.kind === "clone") await bringOver(opened, { commit, mirrorId: remote.id }, options);
    await options.mirrors.push(remote, { commit, branch }, signal);
  });
  if (row.kind === "clone")
    await must(opened, "note what was pushed", ["update-ref", trackingOf(branch), commit]);
  return { repository: row.source, branch, commit };
}

async function remoteOf(
  row: WorkspaceRow,
  { places, rules, credentials }: WorkspacesOptions,
): Promise<Remote> {
  const { project_id: projectId, source: repository, repository_id } = row;
  const given = await credentials({ repository, projectId });
  const project = given !== null || projectId === null ? null : await places.project(projectId);
  const source = project === null ? null : await sourceOf(project, rules);
  // A project may be another repository's by now.
  const own = source?.url === repository ? source.credential : null;
  return { id: repository_id ?? "", url: repository, credential: given ?? own };
}

async function bringOver(
  { folders, row, options }: Opened,
  { commit, mirrorId }: { commit: string; mirrorId: string },
  { rules }: WorkspacesOptions,
): Promise<void> {
  const mirror = mirrorFolder(rules.home, mirrorId);
  const args = ["fetch", "--quiet", "--no-write-fetch-head", "--no-tags", folders.gitFolder];
  const { ok, said } = await git(mirror, [...args, `+${commit}:refs/heads/${row.branch}`], {
    ...{ ...options, settings: "none", env: { GIT_DIR: mirror } },
  });
  if (!ok) throw workspaceErrors.gitFailed("take a clone's commits over", said);
}
