import { lstat, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { readSmall } from "../../platform/files/read-small.ts";

/** More than the configuration of any repository needs. */
const mostOfConfig = 64 * 1024;

/** The folder in which git keeps what belongs to a working folder; null where it is none. */
export const gitFolderAt = async (place: string): Promise<string | null> => {
  const path = join(place, ".git");
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  if (found.isDirectory()) return (await isRepository(path)) ? path : null;
  const link = /^gitdir: (.+)\s*$/.exec((await readSmall(path)) ?? "");
  return link?.[1] === undefined ? null : resolve(place, link[1].trimEnd());
};

/** An empty `.git` is none, to git too: the sandbox of Codex leaves such folders where its command may not write. */
export const isRepository = (gitFolder: string): Promise<boolean> =>
  lstat(join(gitFolder, "HEAD")).then(
    () => true,
    () => false,
  );

/** What git tells of a working folder. */
export interface GitLook {
  /** The main folder of the repository that it is a linked worktree of; null for one that is its own. */
  mainFolder: string | null;
  /** Where the repository comes from, as its configuration says. */
  remote: string | null;
}

/** Null where `folder` is no working folder of git. */
export async function lookAtGit(folder: string): Promise<GitLook | null> {
  const gitFolder = await gitFolderAt(folder);
  if (gitFolder === null) return null;
  const shared = await sharedFolder(folder, gitFolder);
  const config = (await readSmall(join(shared ?? gitFolder, "config"), mostOfConfig)) ?? "";
  return { remote: remoteIn(config), mainFolder: shared === null ? null : mainFolderOf(shared, config) };
}

/**
 * What a linked worktree shares with its repository. A submodule has a folder of git elsewhere too, and shares none.
 * The repository must know of the worktree: else any folder could claim to be of any.
 */
async function sharedFolder(folder: string, gitFolder: string): Promise<string | null> {
  const common = (await readSmall(join(gitFolder, "commondir")))?.trim();
  const back = (await readSmall(join(gitFolder, "gitdir")))?.trim();
  if (!common || !back) return null;
  const own = await realpath(join(folder, ".git")).catch(() => null);
  const known = await realpath(resolve(gitFolder, back)).catch(() => null);
  return own !== null && own === known ? resolve(gitFolder, common) : null;
}

/** A repository without a working folder is its own place; one of a submodule says where that is. */
function mainFolderOf(shared: string, config: string): string {
  const worktree = valueIn(config, /^\[core\]$/i, "worktree");
  if (worktree !== null) return resolve(shared, worktree);
  return basename(shared) === ".git" ? dirname(shared) : shared;
}

const remoteIn = (config: string): string | null => valueIn(config, /^\[remote "origin"\]$/, "url");

/** The first value of a name in a section of a git configuration. */
function valueIn(config: string, section: RegExp, name: string): string | null {
  let inside = false;
  for (const line of config.split("\n").map((one) => one.trim())) {
    if (line.startsWith("[")) inside = section.test(line);
    const at = line.indexOf("=");
    if (inside && at > 0 && line.slice(0, at).trim().toLowerCase() === name) return line.slice(at + 1).trim();
  }
  return null;
}
