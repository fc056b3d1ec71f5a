import { realpath, stat } from "node:fs/promises";
import { isAbsolute, sep } from "node:path";
import { inFolder, patientReads } from "../../../platform/files/patient-reads.ts";
import { launchErrors } from "../launches.errors.ts";
import type { LaunchPlaces, LaunchRules } from "../ports.ts";

export interface Where {
  projectId?: string | undefined;
  path?: string | undefined;
}

/** A folder that something may be started in, with its links followed. */
export interface LaunchFolder {
  cwd: string;
  projectId: string | null;
}

const isIn = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** @throws AppError `launches.folder_…`, `launches.no_folder`, `projects.not_found` */
export async function folderFor(
  { projectId, path }: Where,
  { places, rules }: { places: LaunchPlaces; rules: Pick<LaunchRules, "folders" | "closed"> },
): Promise<LaunchFolder> {
  if (projectId === undefined) return atPath(path ?? "", { places, rules });
  const project = await places.project(projectId);
  if (project.path === null || project.hostId !== places.hostId()) throw launchErrors.noFolder(project.name);
  return { cwd: await existing(project.path), projectId };
}

async function atPath(
  path: string,
  { places, rules }: { places: LaunchPlaces; rules: Pick<LaunchRules, "folders" | "closed"> },
): Promise<LaunchFolder> {
  if (!isAbsolute(path)) throw launchErrors.folderMissing(path);
  const cwd = await existing(path);
  const roots = await Promise.all(rules.folders.map(real));
  const closed = await Promise.all(rules.closed.map(real));
  if (closed.some((folder) => isIn(cwd, folder)) || !roots.some((folder) => isIn(cwd, folder)))
    throw launchErrors.folderNotAllowed(cwd);
  return { cwd, projectId: await places.projectAt(cwd) };
}

async function existing(path: string): Promise<string> {
  try {
    return await patientReads.of(inFolder(path), async () => {
      const found = await realpath(path);
      if (!(await stat(found)).isDirectory()) throw launchErrors.folderMissing(path);
      return found;
    });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT")
      throw launchErrors.folderMissing(path);
    throw cause;
  }
}

/** False, too, where its disk does not answer: nothing can be started in it now. */
export const isFolder = (path: string): Promise<boolean> =>
  existing(path).then(
    () => true,
    () => false,
  );

/** A folder that is not there yet is called what it is called. */
const real = (path: string): Promise<string> => realpath(path).catch(() => path);
