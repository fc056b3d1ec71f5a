import { posix, sep } from "node:path";
import { type GitAnswer, type GitOptions, git } from "../../../platform/git/git.ts";
import { trackingOf } from "../checkout/refs.ts";
import type { Mirrors } from "../mirror/mirrors.ts";
import { sourceOf } from "../mirror/source.ts";
import type { WorkspacesOptions } from "../options.ts";
import { workspaceErrors } from "../workspaces.errors.ts";
import { useRepository } from "../workspaces.repository.ts";
import { isFolder, readTreeEntries, refusalOf, type TreeEntry } from "./tree-entries.ts";

/** Which files of a default branch are wanted. */
export interface BranchFilesWish {
  projectId: string;
  /** Within the project's folder. */
  folder: string;
  /** The ends of their names. */
  endings: readonly string[];
  most: number;
  longestBytes: number;
  /** Those of these contents are not read again. */
  known: ReadonlySet<string>;
}

export interface BranchFile {
  name: string;
  /** Git's name of its content. */
  blob: string;
  /** Null where it is known, or refused. */
  text: string | null;
  refused: string | null;
}

export interface BranchFiles {
  commit: string;
  /** Null where the remote's HEAD is on none. */
  branch: string | null;
  files: BranchFile[];
}

/** Far more than the entries of a folder that is read. */
const mostListed = 2_000_000;

/**
 * The files of one folder as the remote's default branch has them: no checkout, no pull request and nothing that lies
 * in a person's folder is looked at.
 */
export async function readBranchFiles(
  wish: BranchFilesWish,
  signal: AbortSignal,
  options: WorkspacesOptions & { mirrors: Mirrors },
): Promise<BranchFiles> {
  const { db, clock, places, rules, credentials, mirrors } = options;
  const project = await places.project(wish.projectId);
  const source = await sourceOf(project, rules);
  // What a folder has for its default is whatever somebody checked out there last.
  if (source.url === source.folder) throw workspaceErrors.noRemote();
  const use = { hostId: places.hostId(), source: source.url, at: clock.now() };
  const id = await db.transaction((tx) => useRepository(tx, use));
  const given = await credentials({ repository: source.url, projectId: wish.projectId });
  const remote = { id, url: source.url, credential: given ?? source.credential };
  const { folder, head } = await mirrors.refresh(remote, null, signal);
  const ask = asking(folder, { ...rules, signal });
  const commit = await commitOf(head, ask);
  const place = posix.join(source.within.split(sep).join("/"), wish.folder);
  const listed = await entriesIn(commit, place, ask);
  const wanted = listed.filter(({ name }) => wish.endings.some((ending) => name.endsWith(ending)));
  if (wanted.length > wish.most) throw workspaceErrors.tooManyFiles(place, wish.most);
  const files: BranchFile[] = [];
  for (const entry of wanted) files.push(await fileOf(entry, wish, ask));
  return { commit, branch: branchOf(head), files };
}

type Ask = (args: readonly string[], keep: number) => Promise<GitAnswer>;

const asking =
  (folder: string, options: GitOptions): Ask =>
  (args, keep) =>
    git(folder, ["--literal-pathspecs", ...args], {
      ...{ ...options, keep, settings: "none", env: { GIT_DIR: folder } },
    });

const branchOf = (head: string | null): string | null => {
  const before = trackingOf("");
  return head?.startsWith(before) ? head.slice(before.length) : null;
};

/** @throws AppError `workspaces.ref_missing` */
async function commitOf(head: string | null, ask: Ask): Promise<string> {
  const { ok, out } = await ask(
    ["rev-parse", "--verify", "--quiet", `${head ?? trackingOf("HEAD")}^{commit}`],
    100,
  );
  if (!ok) throw workspaceErrors.refMissing(null);
  return out.trim();
}

/** Each folder on the way is one itself, and no link to another. */
async function entriesIn(commit: string, place: string, ask: Ask): Promise<TreeEntry[]> {
  let tree = commit;
  for (const part of place.split("/")) {
    const [entry] = await list(tree, [part], ask);
    if (entry === undefined) return [];
    if (!isFolder(entry)) throw workspaceErrors.noFolder(place);
    tree = entry.object;
  }
  return list(tree, [], ask);
}

/** @throws AppError `workspaces.git_failed`, `workspaces.too_many_files` */
async function list(tree: string, names: readonly string[], ask: Ask): Promise<TreeEntry[]> {
  const { ok, out, said } = await ask(["ls-tree", "-z", "-l", tree, "--", ...names], mostListed);
  if (!ok) throw workspaceErrors.gitFailed("list files", said);
  return readTreeEntries(out);
}

async function fileOf(
  entry: TreeEntry,
  { known, longestBytes }: BranchFilesWish,
  ask: Ask,
): Promise<BranchFile> {
  const file = { name: entry.name, blob: entry.object, text: null };
  const refused = refusalOf(entry, longestBytes);
  if (refused !== null || known.has(entry.object)) return { ...file, refused };
  const { ok, out, said } = await ask(["cat-file", "blob", entry.object], longestBytes);
  if (!ok) throw workspaceErrors.gitFailed("read a file", said);
  return out.includes("\u0000")
    ? { ...file, refused: "It is no text" }
    : { ...file, refused: null, text: out };
}
