import { dirname, normalize, sep } from "node:path";

/** What makes a folder a project, and what never is one. */
export interface ProjectRules {
  /** Names of files or folders that mark a project's root. */
  markers: readonly string[];
  /** Never a project themselves; folders inside may be. */
  neverProjects: readonly string[];
  /** Neither they nor unmarked folders inside are projects; a marked folder inside is one. */
  temporaryFolders: readonly string[];
  /** Neither they nor anything inside is a project: where CLIs keep their own things. */
  configurationFolders: readonly string[];
  /** Where worktrees of ours lie, be it within one of those: work in one belongs to the project of its repository. */
  worktreeFolders: readonly string[];
}

/** Tells whether a folder holds one of the markers. */
export type HasMarker = (folder: string, markers: readonly string[]) => Promise<boolean>;

/**
 * The folder of the project that work in `cwd`, an absolute path, belongs to: the nearest one with a marker, else `cwd` itself,
 * existing or not; null where that gives no project.
 */
export const projectFolder = async (
  cwd: string,
  rules: ProjectRules,
  hasMarker: HasMarker,
): Promise<string | null> => {
  const start = withoutTrailingSlash(normalize(cwd));
  const worktrees = rules.worktreeFolders.find((folder) => start.startsWith(`${folder}${sep}`));
  if (worktrees !== undefined) return nearestMarked(start, { upTo: worktrees, rules, hasMarker });
  if (isInside(start, rules.configurationFolders)) return null;
  const never = new Set([...rules.neverProjects, ...rules.temporaryFolders]);
  for (const folder of upwards(start)) {
    if (!never.has(folder) && (await hasMarker(folder, rules.markers))) return folder;
  }
  return never.has(start) || isInside(start, rules.temporaryFolders) ? null : start;
};

/** Whether work in a folder is work in a worktree of ours. */
export const isOwnWorktree = (folder: string, { worktreeFolders }: ProjectRules): boolean =>
  isInside(folder, worktreeFolders);

interface Within {
  upTo: string;
  rules: ProjectRules;
  hasMarker: HasMarker;
}

async function nearestMarked(start: string, { upTo, rules, hasMarker }: Within): Promise<string | null> {
  for (const folder of upwards(start)) {
    if (folder === upTo) return null;
    if (await hasMarker(folder, rules.markers)) return folder;
  }
  return null;
}

/** A folder and those above it, the nearest first. */
export function* upwards(folder: string): Generator<string> {
  for (let current = folder; ; current = dirname(current)) {
    yield current;
    if (dirname(current) === current) return;
  }
}

const isInside = (folder: string, roots: readonly string[]): boolean =>
  roots.some((root) => folder === root || folder.startsWith(`${root}${sep}`));

const withoutTrailingSlash = (path: string): string =>
  path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
