import { access, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { folderKey } from "./folder-key.ts";
import { gitBranch } from "./git-branch.ts";
import { isRepository, lookAtGit } from "./git-files.ts";
import { type GitRemote, readRemote } from "./git-remote.ts";
import { type HasMarker, type ProjectRules, projectFolder } from "./project-folder.ts";

/** What the disk tells of a folder. */
export interface FolderLook {
  /** The project's folder; null where work there belongs to none. */
  projectPath: string | null;
  branch: string | null;
}

/** What the disk tells of a project's folder. */
export interface ProjectLook {
  path: string;
  /** See `folderKey`. */
  key: string | null;
  /** The project folder of the repository that it is a worktree of; null for one that is none. */
  repositoryPath: string | null;
  remote: GitRemote | null;
}

/** The same, with the project of that repository. */
export interface FolderFacts extends ProjectLook {
  repositoryId: string | null;
}

export const lookAtProject = async (path: string, rules: ProjectRules): Promise<ProjectLook> => {
  // One after the other: where the folder does not answer, it takes one thread along.
  const key = await folderKey(path);
  const git = await lookAtGit(path);
  const main = git?.mainFolder ?? null;
  const repositoryPath = main === null ? null : await projectFolder(main, rules, hasMarker);
  const remote = git?.remote == null ? null : readRemote(git.remote);
  return { path, key, remote, repositoryPath: repositoryPath === path ? null : repositoryPath };
};

/** The project's folder of a folder by the rules; null where it gives no project. */
export const projectFolderOf = (folder: string, rules: ProjectRules): Promise<string | null> =>
  projectFolder(folder, rules, hasMarker);

export const lookAtFolder = async (cwd: string, rules: ProjectRules): Promise<FolderLook> => {
  const projectPath = await projectFolder(cwd, rules, hasMarker);
  return { projectPath, branch: await gitBranch(cwd) };
};

const hasMarker: HasMarker = async (folder, markers) => {
  // Most folders of a made-up path do not exist: one look at the folder spares one for each marker.
  const exists = await access(folder).then(yes, no);
  return exists && Promise.any(markers.map((marker) => findMarker(join(folder, marker)))).then(yes, no);
};

/** Fails where there is none. */
const findMarker = async (path: string): Promise<void> => {
  const found = await stat(path);
  if (basename(path) === ".git" && found.isDirectory() && !(await isRepository(path)))
    throw new Error("empty");
};

const yes = () => true;
const no = () => false;
