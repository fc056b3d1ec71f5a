import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { Checkout, type Trust } from "@signalbox/contract/executions";
import { AppError } from "../../../kernel/errors.ts";
import { type GitOptions, git } from "../../../platform/git/git.ts";
import type { PreparedWorkspace, WorkspaceWish } from "../../executions/index.ts";
import type { Mirror, Mirrors } from "../mirror/mirrors.ts";
import { type Source, sourceOf } from "../mirror/source.ts";
import type { WorkspacesOptions } from "../options.ts";
import { workspaceErrors } from "../workspaces.errors.ts";
import {
  findWorkspace,
  insertWorkspace,
  moveToReady,
  useRepository,
  type WorkspaceRow,
} from "../workspaces.repository.ts";
import { openCheckout } from "./checkout-git.ts";
import { discard } from "./discard.ts";
import { makeCheckout } from "./make-checkout.ts";
import { branchOf, readRef, trackingOf } from "./refs.ts";
import { setUp } from "./set-up.ts";
import { tellLeftOut } from "./tell-left-out.ts";

interface How {
  note(text: string): Promise<void>;
  signal: AbortSignal;
}

/**
 * Fetches what an execution is to work on and checks it out, anew where that was begun before: but where an attempt has
 * worked there, what it left stays as it is.
 */
export async function prepare(
  wish: WorkspaceWish,
  how: How,
  options: WorkspacesOptions & { mirrors: Mirrors },
): Promise<PreparedWorkspace> {
  try {
    const project = await options.places.project(wish.projectId);
    if (project.path !== null && project.hostId !== options.places.hostId())
      return { wantedHostId: project.hostId };
    const source = await sourceOf(project, options.rules);
    const left = wish.isBegun ? await leftBy(wish, source, options) : null;
    if (left !== null) return left;
    const row = await begin(wish, source, options);
    try {
      return await checkOut(row, { ...how, source }, options);
    } catch (error) {
      // Its turn may come again on another machine, and nobody would know of what is here.
      if (how.signal.aborted) await discard(row, options.rules);
      throw error;
    }
  } catch (error) {
    how.signal.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    const errorClass = error.code === "projects.not_found" ? "folder_missing" : "workspace";
    return { failed: error.message, errorClass };
  }
}

/** What an attempt before this one worked in, as it left it; null where that is not there. */
async function leftBy(
  { executionId }: WorkspaceWish,
  source: Source,
  { db, places, rules }: WorkspacesOptions,
): Promise<PreparedWorkspace | null> {
  const row = await findWorkspace(db.read, executionId);
  if (row?.state !== "ready" || row.host_id !== places.hostId()) return null;
  const folders = await openCheckout(row, rules.home);
  return folders === null ? null : { cwd: await within(folders.tree, source.within), trust: row.trust };
}

function begin(
  wish: WorkspaceWish,
  source: Source,
  { db, clock, places }: WorkspacesOptions,
): Promise<WorkspaceRow> {
  const { ref, base } = wish.checkout;
  if (!Checkout.safeParse(wish.checkout).success) throw workspaceErrors.refMissing(ref ?? base);
  const [hostId, at] = [places.hostId(), clock.now()];
  return db.transaction(async (tx) => {
    const repositoryId = await useRepository(tx, { hostId, source: source.url, at });
    return insertWorkspace(tx, {
      ...{ execution_id: wish.executionId, folder_id: wish.folderId },
      ...{ host_id: hostId, repository_id: repositoryId },
      ...{ project_id: wish.projectId, kind: wish.kind, source: source.url, ref, base },
      ...{ branch: branchOf(wish.botName, wish.executionId), created_at: at },
    });
  });
}

async function checkOut(
  row: WorkspaceRow,
  { note, signal, source }: How & { source: Source },
  options: WorkspacesOptions & { mirrors: Mirrors },
): Promise<PreparedWorkspace> {
  const { db, rules, credentials, mirrors } = options;
  const gitOptions = { ...rules, signal };
  await note(`Fetching ${row.source}`);
  const given = await credentials({ repository: row.source, projectId: row.project_id });
  const remote = { id: row.repository_id ?? "", url: source.url, credential: given ?? source.credential };
  const mirror = await mirrors.refresh(remote, row.ref === null ? null : readRef(row.ref).extra, signal);
  // Of a try that came to an end halfway.
  await discard(row, rules);
  const commit = await commitOf(row.ref, mirror, gitOptions);
  if (row.base !== null) await commitOf(row.base, mirror, gitOptions);
  const trust = await trustIn(commit, mirror, gitOptions);
  await note(`Checking out ${row.ref ?? mirror.head?.replace(trackingOf(""), "")} at ${commit.slice(0, 12)}`);
  const tree = await makeCheckout(row, { commit, mirror }, gitOptions);
  await tellLeftOut(row, { trust, note }, gitOptions);
  if (trust === "full") await setUp({ tree, mirror: mirror.folder, source, note }, gitOptions);
  signal.throwIfAborted();
  await db.transaction((tx) => moveToReady(tx, row.execution_id, { commit, trust }));
  return { cwd: await within(tree, source.within), trust };
}

/** @throws AppError `workspaces.ref_missing` */
async function commitOf(ref: string | null, mirror: Mirror, options: GitOptions): Promise<string> {
  const candidates = ref === null ? [mirror.head ?? trackingOf("HEAD")] : readRef(ref).candidates;
  for (const candidate of candidates) {
    const args = ["rev-parse", "--verify", "--quiet", `${candidate}^{commit}`];
    const { ok, out } = await inMirror(mirror, args, options);
    if (ok) return out.trim();
  }
  options.signal?.throwIfAborted();
  throw workspaceErrors.refMissing(ref);
}

/** Whoever may write to a branch or a tag of the repository is trusted with it; anybody may ask to be pulled from. */
async function trustIn(commit: string, mirror: Mirror, options: GitOptions): Promise<Trust> {
  const args = ["for-each-ref", "--count=1", `--contains=${commit}`, "refs/remotes/origin", "refs/tags"];
  const { ok, out } = await inMirror(mirror, args, options);
  return ok && out.trim() !== "" ? "full" : "user_only";
}

const inMirror = ({ folder }: Mirror, args: readonly string[], options: GitOptions) =>
  git(folder, args, { ...options, settings: "none", env: { GIT_DIR: folder } });

/** The folder of a project within its repository; the whole where it is not there, or leads out. */
async function within(tree: string, folder: string): Promise<string> {
  const root = await realpath(tree);
  const there = await realpath(join(root, folder)).catch(() => root);
  return there.startsWith(root + sep) ? there : root;
}
