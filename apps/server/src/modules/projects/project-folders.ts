import { access } from "node:fs/promises";
import { basename } from "node:path";
import { inFolder, patientReads } from "../../platform/files/patient-reads.ts";
import { folderKey } from "./folder-key.ts";
import { type FolderFacts, lookAtProject, type ProjectLook } from "./look-at-folder.ts";
import { isOwnWorktree, type ProjectRules } from "./project-folder.ts";
import type { ProjectUpdate, ProjectWriter } from "./project-writer.ts";
import { findByFolder, findByRemote, findProjectAt, type ProjectRow } from "./projects.repository.ts";

/** Finds the project of a folder, with the repository it belongs to. */
export interface ProjectFolders {
  /** The id of the folder's project: known by its path, else by what the folder is, else made. */
  projectAt(path: string, correlationId: string): Promise<string>;
  /** What the disk tells of a folder, with the project of its repository. */
  facts(path: string, correlationId: string): Promise<FolderFacts>;
  /** Whether a project is known whose folder this is, though it is not known to lie there. */
  isKnownByOther(found: FolderFacts): Promise<boolean>;
  /** The project of its remote that has no folder yet. */
  waitingFor(found: FolderFacts): Promise<ProjectRow | undefined>;
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

export const nameOfFolder = (path: string): string => basename(path) || path;

export const createProjectFolders = (writer: ProjectWriter, rules: ProjectRules): ProjectFolders => {
  const { db, hostId } = writer;

  const facts = async (path: string, correlationId: string): Promise<FolderFacts> => {
    const look = await patientReads.of(inFolder(path), () => lookAtProject(path, rules));
    const { repositoryPath } = look;
    if (repositoryPath === null) return { ...look, repositoryId: null };
    // A repository is of none itself, whatever its files pretend.
    const main = {
      ...(await patientReads.of(inFolder(repositoryPath), () => lookAtProject(repositoryPath, rules))),
      repositoryPath: null,
      repositoryId: null,
    };
    return { ...look, repositoryId: await projectOf(main, correlationId) };
  };

  const projectAt = async (path: string, correlationId: string): Promise<string> => {
    const found = await facts(path, correlationId);
    const { repositoryId } = found;
    return repositoryId !== null && isOwnWorktree(path, rules)
      ? repositoryId
      : projectOf(found, correlationId);
  };

  const projectOf = async (found: FolderFacts, correlationId: string): Promise<string> => {
    const { path } = found;
    const known = await findProjectAt(db.read, { hostId: hostId(), path });
    const moved = known ?? (await movedTo(found)) ?? (await waitingFor(found));
    if (moved === undefined) return writer.discover({ ...found, name: nameOfFolder(path) }, correlationId);
    const change = changeFor(moved, found);
    if (change !== null) await writer.update(moved, change, { actor: "system", correlationId });
    return moved.id;
  };

  /** The project whose folder this was before it was renamed or moved; not one that still lies where it did. */
  const movedTo = async ({ key, path }: ProjectLook): Promise<ProjectRow | undefined> => {
    if (key === null) return undefined;
    const project = await findByFolder(db.read, { hostId: hostId(), key });
    if (project === undefined || project.path === null || project.path === path) return project;
    const { path: before } = project;
    // Where that can't be told, it has not moved.
    const still = await patientReads
      .of(inFolder(before), async () => (await isThere(before)) && (await folderKey(before)) === key)
      .catch(() => true);
    return still ? undefined : project;
  };

  /** A project that was added by its remote, and has no folder yet. */
  const waitingFor = async ({ remote, repositoryPath }: ProjectLook): Promise<ProjectRow | undefined> => {
    if (remote === null || repositoryPath !== null) return undefined;
    const project = await findByRemote(db.read, { hostId: hostId(), key: remote.key });
    return project?.path === null ? project : undefined;
  };
  return {
    projectAt,
    facts,
    waitingFor,
    isKnownByOther: async (found) => ((await movedTo(found)) ?? (await waitingFor(found))) !== undefined,
  };
};

/** What a project's row lacks of what its folder tells; null where nothing. */
function changeFor(project: ProjectRow, found: FolderFacts): ProjectUpdate | null {
  const { path, key, remote, repositoryId } = found;
  const isMoved = project.path !== path;
  const wasNamedAfter = project.path !== null && project.name === nameOfFolder(project.path);
  const change: ProjectUpdate = {
    ...(isMoved ? { path } : {}),
    ...(isMoved && wasNamedAfter ? { name: nameOfFolder(path) } : {}),
    ...(key !== null && key !== project.folder_key ? { folder_key: key } : {}),
    ...(remote !== null && project.remote === null && !project.remote_by_hand
      ? { remote: remote.url, remote_key: remote.key }
      : {}),
    ...(key !== null && repositoryId !== project.repository_id && repositoryId !== project.id
      ? { repository_id: repositoryId }
      : {}),
  };
  return Object.keys(change).length === 0 ? null : change;
}
