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
  if (isInside(start, rules.configurationFolders)) return null;
  const never = new Set([...rules.neverProjects, ...rules.temporaryFolders]);
  for (const folder of upwards(start)) {
    if (!never.has(folder) && (await hasMarker(folder, rules.markers))) return folder;
  }
  return never.has(start) || isInside(start, rules.temporaryFolders) ? null : start;
};

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
